INSERT INTO event (society, type, subject, at, key, data) VALUES ($society, $type, $subject, $at, $key, $data) ON CONFLICT (key) DO NOTHING
