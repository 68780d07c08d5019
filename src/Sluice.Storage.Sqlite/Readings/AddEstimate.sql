INSERT INTO estimate (society, meter, at, total, total_scale, method, "by", made_at) VALUES ($society, $meter, $at, $total, $scale, $method, $by, $made) ON CONFLICT DO NOTHING
