SELECT r.sequence, h.meter, r.type, r.identity, r.telegram, r.at, r.day, r.number, r.total, r.total_scale, r.target, r.target_scale, r.target_date, r.status, r.quality, r.reasons, r.rssi,
       r.receiver, r.seen_by, r.session, r.lat, r.lng, h.society, h.media, h.driver, h.name
FROM reading r CROSS JOIN heard_meter h ON h.id = r.heard
WHERE r.sequence > $after ORDER BY r.sequence LIMIT $limit
