INSERT INTO meter (id, society, tower, flat, place, purpose, type, installed, lat, lng, status, fingerprint, version)
VALUES ($id, $society, $tower, $flat, $place, $purpose, $type, $installed, $lat, $lng, $status, NULL, $version)
ON CONFLICT (id) DO UPDATE SET tower = $tower, flat = $flat, place = $place, purpose = $purpose, type = $type, installed = $installed, lat = $lat, lng = $lng,
    status = $status, version = $version
