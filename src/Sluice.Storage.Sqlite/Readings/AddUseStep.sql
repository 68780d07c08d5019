INSERT INTO society_use (society, day, use, meters) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET use = use + ?3, meters = meters + ?4
