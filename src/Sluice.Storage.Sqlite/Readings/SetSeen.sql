UPDATE reading SET rssi = ?2, receiver = ?3, seen_by = ?4 WHERE sequence = ?1
