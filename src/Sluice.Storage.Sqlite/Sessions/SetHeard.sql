INSERT INTO session_heard (session, meter, heard, first_at, last_at, rssi) VALUES ($session, $meter, $heard, $first_at, $last_at, $rssi)
ON CONFLICT (session, meter) DO UPDATE SET heard = excluded.heard, first_at = excluded.first_at, last_at = excluded.last_at, rssi = excluded.rssi
