SELECT id, event, society, subject, channel, news, due_at, attempts FROM notification WHERE finished_at IS NULL AND due_at <= $now ORDER BY due_at, id LIMIT $limit
