INSERT INTO tower (society, name, version) VALUES ($society, $name, 1) ON CONFLICT (society, name) DO NOTHING
