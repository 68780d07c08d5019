INSERT INTO flat (society, tower, number, type, version) VALUES ($society, $tower, $number, '', 1) ON CONFLICT (society, tower, number) DO NOTHING
