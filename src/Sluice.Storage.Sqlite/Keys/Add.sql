INSERT INTO meter_key (data_key, serial, manufacturer, version, envelope, fingerprint, name, added_at)
VALUES ($data_key, $serial, $manufacturer, $version, $envelope, $fingerprint, $name, $added_at)
