SELECT serial, manufacturer, version, envelope, name FROM meter_key WHERE data_key = $data_key AND serial = $serial ORDER BY version, id
