UPDATE session SET name = $name, status = $status, ended_at = $ended_at, active_since = $active_since, active_before = $active_before, reason = $reason, version = $version
WHERE number = $number
