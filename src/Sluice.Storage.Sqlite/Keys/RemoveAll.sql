DELETE FROM meter_key WHERE data_key = (SELECT id FROM data_key WHERE society = $society)
