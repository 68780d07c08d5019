SELECT id, received_at, heard_at, format, rssi, receiver, bytes, state, meter, signature, layer, offset, context
FROM telegram WHERE id = $id
