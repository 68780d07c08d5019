SELECT id, received_at, heard_at, format, rssi, receiver, bytes, state, meter, signature, layer, offset, context
FROM telegram INDEXED BY telegram_lacking_format
WHERE state = 5 AND signature = $signature AND id > $after ORDER BY id LIMIT $limit
