WITH RECURSIVE chain (sequence, back) AS (
    SELECT sequence, society_back FROM reading WHERE sequence = $start
    UNION ALL
    SELECT r.sequence, r.society_back FROM chain JOIN reading r ON r.sequence = chain.sequence - chain.back
    LIMIT $limit
)
SELECT r.sequence, h.meter, r.type, r.identity, r.telegram, r.at, r.day, r.number, r.total, r.total_scale, r.target, r.target_scale, r.target_date, r.status, r.quality, r.reasons, r.rssi,
       r.receiver, r.seen_by, r.session, r.lat, r.lng, h.society, h.media, h.driver, h.name
FROM chain CROSS JOIN reading r ON r.sequence = chain.sequence CROSS JOIN heard_meter h ON h.id = r.heard
