INSERT INTO flat (society, tower, number, floor, type, lat, lng, version) VALUES ($society, $tower, $number, $floor, $type, $lat, $lng, $version)
ON CONFLICT (society, tower, number) DO UPDATE SET floor = $floor, type = $type, lat = $lat, lng = $lng, version = $version
