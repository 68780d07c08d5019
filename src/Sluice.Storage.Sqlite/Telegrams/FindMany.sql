SELECT id, received_at, heard_at, format, rssi, receiver, bytes, state, meter, signature, layer, offset, context
FROM telegram WHERE id IN (SELECT value FROM json_each($ids))
