INSERT INTO telegram (received_at, heard_at, format, rssi, receiver, bytes)
VALUES ($received_at, $heard_at, $format, $rssi, $receiver, $bytes)
RETURNING id
