INSERT INTO session_target (session, ordinal, meter, state, tower, flat, place, floor, lat, lng, heard, late)
VALUES ($session, $ordinal, $meter, 0, $tower, $flat, $place, $floor, $lat, $lng, 0, 0)
