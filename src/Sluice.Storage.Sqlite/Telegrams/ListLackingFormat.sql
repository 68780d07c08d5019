SELECT id, received_at, heard_at, format, rssi, receiver, bytes, state, meter, signature, layer, offset, context
FROM telegram INDEXED BY telegram_lacking
WHERE state IN (3, 4, 5, 8, 9) AND state = 5 AND id > $after ORDER BY id LIMIT $limit
