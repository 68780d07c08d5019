SELECT d.id, d.society, d.endpoint, d.message, d.type, d.created_at, d.state, d.attempts, d.tries, d.next_at, d.finished_at,
    a.number, a.at, a.took_ms, a.status, a.failure, a.detail, a.answer
FROM webhook_delivery AS d LEFT JOIN webhook_attempt AS a ON a.delivery = d.id AND a.number = d.attempts
WHERE d.endpoint = $endpoint AND d.society = $society AND d.id < $before AND ($state IS NULL OR d.state = $state)
ORDER BY d.id DESC LIMIT $limit
