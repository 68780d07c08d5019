SELECT id, received_at, heard_at, format, rssi, receiver, bytes, state, meter, signature, layer, offset, context
FROM telegram INDEXED BY telegram_pending
WHERE state = 0 AND id > $after ORDER BY id LIMIT $limit
