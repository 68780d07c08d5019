SELECT id, society, url, description, types, enabled, off, failing_since, created_at, created_by FROM webhook_endpoint WHERE society = $society ORDER BY id
