INSERT INTO resident (society, tower, flat, position, name, contact, moved_out) VALUES ($society, $tower, $flat, $position, $name, $contact, $moved_out)
