SELECT d.id, d.society, d.endpoint, d.message, d.type, d.created_at, d.state, d.attempts, d.tries, d.next_at, d.finished_at,
    a.number, a.at, a.took_ms, a.status, a.failure, a.detail, a.answer
FROM webhook_delivery AS d LEFT JOIN webhook_attempt AS a ON a.delivery = d.id AND a.number = d.attempts
WHERE d.endpoint = $endpoint AND d.society = $society AND d.state = 0 AND d.next_at <= $now
ORDER BY d.next_at, d.id LIMIT 1
