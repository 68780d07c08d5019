INSERT INTO telegram_count (state, n) VALUES ($state, $n) ON CONFLICT (state) DO UPDATE SET n = n + excluded.n
