INSERT INTO heard_society (society, head, readings) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET head = ?2, readings = ?3
