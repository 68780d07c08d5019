SELECT serial, manufacturer, version, envelope, name FROM meter_key WHERE data_key = $data_key ORDER BY version, id
