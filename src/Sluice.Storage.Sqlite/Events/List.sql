SELECT sequence, society, type, subject, at, data FROM event WHERE sequence > $after ORDER BY sequence LIMIT $limit
