UPDATE telegram SET context = json_remove(context, '$.lat', '$.lng'), keep = $keep WHERE id = $id
