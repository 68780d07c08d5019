SELECT number, id, society, user, mode, name, status, started_at, ended_at, active_since, active_before, reason, version, missing, captured, decoded, suspicious, manual, unreadable, unlisted
FROM session WHERE id = $id
