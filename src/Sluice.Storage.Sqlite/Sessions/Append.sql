INSERT INTO session (id, society, user, mode, name, status, started_at, ended_at, active_since, active_before, reason, version, missing, captured, decoded, suspicious, manual, unreadable, unlisted)
VALUES ($id, $society, $user, $mode, $name, $status, $started_at, $ended_at, $active_since, $active_before, $reason, $version, $missing, 0, 0, 0, 0, 0, 0)
RETURNING number
