SELECT r.sequence, h.meter, r.type, r.identity, r.telegram, r.at, r.day, r.number, r.total, r.total_scale, r.target, r.target_scale, r.target_date, r.status, r.quality, r.reasons, r.rssi,
       r.receiver, r.seen_by, r.session, r.lat, r.lng, h.society, h.media, h.driver, h.name
FROM json_each($sessions) j
CROSS JOIN reading r ON r.sequence IN (
    SELECT s.sequence FROM reading s INDEXED BY reading_session CROSS JOIN heard_meter o ON o.id = s.heard
    WHERE s.session = unhex(j.value) AND o.society = $society ORDER BY s.sequence DESC LIMIT $limit)
CROSS JOIN heard_meter h ON h.id = r.heard
