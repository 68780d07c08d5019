SELECT count(*), coalesce(sum(readings), 0), (SELECT coalesce(max(sequence), 0) FROM reading) FROM meter_latest
