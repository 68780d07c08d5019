INSERT INTO meter_latest (meter, reading, at, last_heard, head, readings, session, media, driver, name)
VALUES ($meter, $reading, $at, $at, $reading, 1, $session, $media, $driver, $name)
ON CONFLICT (meter) DO UPDATE SET
    reading    = CASE WHEN excluded.at >= at THEN excluded.reading ELSE reading END,
    media      = CASE WHEN excluded.at >= at THEN excluded.media ELSE media END,
    driver     = CASE WHEN excluded.at >= at THEN excluded.driver ELSE driver END,
    name       = CASE WHEN excluded.at >= at THEN excluded.name ELSE name END,
    at         = max(at, excluded.at),
    last_heard = max(last_heard, excluded.at),
    head       = excluded.head,
    readings   = readings + 1,
    session    = CASE WHEN session IS NULL OR excluded.session > session THEN excluded.session ELSE session END
