INSERT INTO membership (subject, society) VALUES ($subject, $society) ON CONFLICT DO NOTHING
