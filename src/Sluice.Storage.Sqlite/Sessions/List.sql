SELECT number, id, society, user, mode, name, status, started_at, ended_at, active_since, active_before, reason, version, missing, captured, decoded, suspicious, manual, unreadable, unlisted
FROM session
WHERE society = $society AND number < $before AND ($status IS NULL OR status = $status) AND ($mode IS NULL OR mode = $mode)
ORDER BY number DESC LIMIT $limit
