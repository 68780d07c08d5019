DELETE FROM webhook_attempt
WHERE delivery IN (SELECT id FROM webhook_delivery WHERE (state = 1 AND finished_at < $delivered) OR (state = 2 AND finished_at < $dead) LIMIT $limit)
