SELECT sequence, society, type, subject, at, data FROM event WHERE society = $society AND sequence > $after ORDER BY sequence LIMIT $limit
