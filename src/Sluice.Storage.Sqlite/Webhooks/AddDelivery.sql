INSERT INTO webhook_delivery (endpoint, message, society, type, created_at, state, attempts, tries, next_at)
VALUES ($endpoint, $message, $society, $type, $at, 0, 0, 0, $at)
ON CONFLICT (endpoint, message) DO NOTHING
