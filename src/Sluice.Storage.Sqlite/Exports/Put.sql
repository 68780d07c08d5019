INSERT INTO export_schedule (id, society, body) VALUES ($id, $society, $body)
ON CONFLICT (id) DO UPDATE SET body = excluded.body WHERE society = excluded.society
