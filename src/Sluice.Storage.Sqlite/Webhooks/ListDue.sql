SELECT id, society, url, description, types, enabled, off, failing_since, created_at, created_by
FROM webhook_endpoint AS e
WHERE enabled = 1 AND EXISTS (SELECT 1 FROM webhook_delivery AS d WHERE d.endpoint = e.id AND d.state = 0 AND d.next_at <= $now)
ORDER BY failing_since IS NOT NULL, id
