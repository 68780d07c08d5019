INSERT INTO webhook_message (id, society, type, at, body) VALUES ($id, $society, $type, $at, $body) ON CONFLICT (id) DO NOTHING
