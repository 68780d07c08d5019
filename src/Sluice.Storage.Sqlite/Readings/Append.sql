INSERT INTO reading (meter, identity, telegram, at, session, total, total_scale, target, target_scale, status, quality, reasons, rssi, receiver, seen_by, previous)
VALUES ($meter, $identity, $telegram, $at, $session, $total, $total_scale, $target, $target_scale, $status, $quality, $reasons, $rssi, $receiver, $seen_by, $previous)
RETURNING sequence
