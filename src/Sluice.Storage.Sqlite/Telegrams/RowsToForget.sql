SELECT id, state FROM telegram WHERE keep = $keep AND received_at < $before ORDER BY received_at LIMIT $limit
