INSERT INTO meter_history (meter, history) VALUES ($meter, $history) ON CONFLICT (meter) DO UPDATE SET history = excluded.history
