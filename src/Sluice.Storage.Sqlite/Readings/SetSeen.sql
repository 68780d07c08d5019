UPDATE reading SET rssi = $rssi, receiver = $receiver, seen_by = $seen_by WHERE sequence = $sequence
