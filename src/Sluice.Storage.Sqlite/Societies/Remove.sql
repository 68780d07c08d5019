DELETE FROM society WHERE id = $society
