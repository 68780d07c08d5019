INSERT INTO tower (society, name, lat, lng, floors, version) VALUES ($society, $name, $lat, $lng, $floors, $version)
ON CONFLICT (society, name) DO UPDATE SET lat = $lat, lng = $lng, floors = $floors, version = $version
