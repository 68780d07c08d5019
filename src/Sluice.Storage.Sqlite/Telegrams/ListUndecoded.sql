SELECT id, received_at, heard_at, format, rssi, receiver, bytes, state, meter, signature, layer, offset, context
FROM telegram INDEXED BY telegram_undecoded
WHERE state > 2 AND society = (SELECT w.id FROM word w WHERE w.text = $society) AND id < $before AND ($state IS NULL OR state = $state) ORDER BY id DESC LIMIT $limit
