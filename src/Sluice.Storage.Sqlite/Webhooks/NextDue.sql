SELECT min((SELECT d.next_at FROM webhook_delivery AS d WHERE d.endpoint = e.id AND d.state = 0 AND d.next_at > $after ORDER BY d.next_at LIMIT 1))
FROM webhook_endpoint AS e
WHERE e.enabled = 1
