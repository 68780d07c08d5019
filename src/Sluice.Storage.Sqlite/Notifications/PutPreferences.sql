INSERT INTO notification_preference (subject, society, chosen) VALUES ($subject, $society, $chosen) ON CONFLICT (society, subject) DO UPDATE SET chosen = excluded.chosen
