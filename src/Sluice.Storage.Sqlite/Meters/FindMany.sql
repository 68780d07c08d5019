SELECT id, society, tower, flat, place, purpose, type, installed, lat, lng, status, fingerprint, version FROM meter
WHERE id IN (SELECT value FROM json_each($ids)) AND society = $society
