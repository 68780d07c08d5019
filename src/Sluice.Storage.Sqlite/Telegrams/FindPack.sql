SELECT first_id, packed FROM telegram_pack WHERE last_id >= $id ORDER BY last_id LIMIT 1
