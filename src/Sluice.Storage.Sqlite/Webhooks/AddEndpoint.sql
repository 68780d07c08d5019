INSERT INTO webhook_endpoint (id, society, url, description, types, enabled, off, failing_since, created_at, created_by, secret)
VALUES ($id, $society, $url, $description, $types, $enabled, $off, $failing_since, $created_at, $created_by, $secret)
