INSERT INTO import_mapping (society, name, body, changed_at) VALUES ($society, $name, $body, $changed_at)
ON CONFLICT (society, name) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at
