INSERT INTO society (id, name, address, time_zone, lat, lng, offline_keys, slot_minutes, round_telegram_days, gateway_telegram_days, session_location_days, moved_out_resident_days, mqtt, created_at, version)
VALUES ($id, $name, $address, $time_zone, $lat, $lng, $offline_keys, $slot_minutes, $round, $gateway, $location, $moved_out, $mqtt, $created_at, 1)
