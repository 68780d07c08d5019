SELECT id, society, tower, flat, place, purpose, type, installed, lat, lng, status, fingerprint, version FROM meter WHERE id BETWEEN $first AND $last AND society = $society ORDER BY id
