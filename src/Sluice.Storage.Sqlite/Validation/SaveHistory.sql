INSERT INTO meter_history (meter, history) VALUES (?1, ?2) ON CONFLICT (meter) DO UPDATE SET history = ?2
