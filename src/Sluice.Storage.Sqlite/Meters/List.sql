SELECT id, society, tower, flat, place, purpose, type, installed, lat, lng, status, fingerprint, version FROM meter INDEXED BY meter_society
WHERE society = $society AND id > $after
    AND ($tower IS NULL OR tower = $tower) AND ($flat IS NULL OR flat = $flat) AND ($status IS NULL OR status = $status) AND ($purpose IS NULL OR purpose = $purpose)
    AND ($text IS NULL OR instr(printf('%08x', id >> 16), lower($text)) OR instr(lower(flat), lower($text)) OR instr(lower(tower), lower($text)) OR instr(lower(place), lower($text)))
ORDER BY id LIMIT $limit
