SELECT id, version, envelope FROM meter_key
WHERE data_key = $data_key AND serial = $serial AND manufacturer = $manufacturer ORDER BY version DESC LIMIT 1
