SELECT (SELECT count(*) FROM session WHERE status = 0), (SELECT count(*) FROM meter_key)
