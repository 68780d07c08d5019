INSERT INTO installation (society, meter, tower, flat, place, from_at, first, first_scale)
VALUES ($society, $meter, $tower, $flat, $place, $from_at, $first, $first_scale)
