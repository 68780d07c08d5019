DELETE FROM telegram_pack WHERE last_id = $id
