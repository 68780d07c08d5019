SELECT reading FROM reading_key WHERE slot = ?1 AND identity = ?2
