UPDATE reading SET lat = NULL, lng = NULL WHERE session = $session AND sequence > $after AND sequence <= $last
