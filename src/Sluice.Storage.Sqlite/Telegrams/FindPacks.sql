SELECT first_id, packed FROM telegram_pack
WHERE last_id IN (SELECT (SELECT p.last_id FROM telegram_pack p WHERE p.last_id >= j.value ORDER BY p.last_id LIMIT 1) FROM json_each($ids) j)
