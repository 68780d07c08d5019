WITH RECURSIVE chain (sequence, previous) AS (
    SELECT sequence, previous FROM reading WHERE sequence = $start
    UNION ALL
    SELECT reading.sequence, reading.previous FROM chain JOIN reading ON reading.sequence = chain.previous
    LIMIT $limit
)
SELECT r.sequence, r.meter, r.identity, r.telegram, r.at, r.session, r.total, r.total_scale, r.target, r.target_scale, r.status, r.quality, r.reasons, r.rssi, r.receiver, r.seen_by,
       m.media, m.driver, m.name
FROM chain CROSS JOIN reading r ON r.sequence = chain.sequence CROSS JOIN meter_latest m ON m.meter = r.meter
