UPDATE society SET name = $name, address = $address, time_zone = $time_zone, lat = $lat, lng = $lng, offline_keys = $offline_keys, slot_minutes = $slot_minutes,
    round_telegram_days = $round, gateway_telegram_days = $gateway, session_location_days = $location, moved_out_resident_days = $moved_out, mqtt = $mqtt, version = version + 1
WHERE id = $id
