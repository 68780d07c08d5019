INSERT INTO data_key (society, wrapped, created_at) VALUES ($society, $wrapped, $created_at) ON CONFLICT (society) DO NOTHING
