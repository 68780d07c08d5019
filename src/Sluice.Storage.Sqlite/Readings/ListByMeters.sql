WITH RECURSIVE days (heard, day, head, previous_day, readings, before) AS (
    SELECT d.heard, d.day, d.head, d.previous_day, d.readings, 0
    FROM json_each($starts) j CROSS JOIN meter_day d ON d.society = $society AND d.day = (j.value ->> 1) AND d.heard = (j.value ->> 0)
    UNION ALL
    SELECT d.heard, d.day, d.head, d.previous_day, d.readings, days.before + days.readings
    FROM days CROSS JOIN meter_day d ON d.society = $society AND d.day = days.previous_day AND d.heard = days.heard
    WHERE days.before + days.readings <= $limit
),
chain (sequence, previous) AS (
    SELECT r.sequence, r.previous FROM days CROSS JOIN reading r ON r.sequence = days.head
    UNION ALL
    SELECT r.sequence, r.previous FROM chain CROSS JOIN reading r ON r.sequence = chain.sequence - chain.previous
)
SELECT r.sequence, h.meter, r.type, r.identity, r.telegram, r.at, r.day, r.number, r.total, r.total_scale, r.target, r.target_scale, r.target_date, r.status, r.quality, r.reasons, r.rssi,
       r.receiver, r.seen_by, r.session, r.lat, r.lng, h.society, h.media, h.driver, h.name
FROM chain CROSS JOIN reading r ON r.sequence = chain.sequence CROSS JOIN heard_meter h ON h.id = r.heard
