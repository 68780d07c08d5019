SELECT due_at FROM notification WHERE finished_at IS NULL ORDER BY due_at LIMIT 1
