SELECT reading FROM reading_identity WHERE segment = $segment AND identity = $identity
