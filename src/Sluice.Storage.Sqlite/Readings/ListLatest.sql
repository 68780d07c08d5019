SELECT r.sequence, r.meter, r.identity, r.telegram, r.at, r.session, r.total, r.total_scale, r.target, r.target_scale, r.status, r.quality, r.reasons, r.rssi, r.receiver, r.seen_by,
       m.media, m.driver, m.name,
       m.last_heard, m.readings
FROM meter_latest m CROSS JOIN reading r ON r.sequence = m.reading
WHERE m.meter > $after ORDER BY m.meter LIMIT $limit
