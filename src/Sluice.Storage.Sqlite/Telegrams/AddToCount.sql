INSERT INTO telegram_count (state, n) VALUES (?1, ?2) ON CONFLICT (state) DO UPDATE SET n = n + ?2
