UPDATE webhook_endpoint
SET url = $url, description = $description, types = $types, enabled = $enabled, off = $off, failing_since = $failing_since
WHERE id = $id
