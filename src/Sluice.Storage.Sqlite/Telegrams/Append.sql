INSERT INTO telegram (id, received_at, heard_at, format, rssi, receiver, bytes, context, state, meter, signature, layer, offset, society, keep)
VALUES ($id, $received_at, $heard_at, $format, $rssi, $receiver, $bytes, $context, $state, $meter, $signature, $layer, $offset, $society, $keep)
