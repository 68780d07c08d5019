SELECT sequence, at, lat IS NOT NULL FROM reading INDEXED BY reading_session WHERE session = $session AND sequence > $after ORDER BY sequence LIMIT $limit
