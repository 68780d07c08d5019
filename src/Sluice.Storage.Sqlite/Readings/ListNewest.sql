WITH newest AS (
    SELECT heard, max(day), reading FROM meter_day WHERE society = $society AND day BETWEEN $first AND $last GROUP BY heard   -- reading is of the row with the greatest day
)
SELECT r.sequence, h.meter, r.type, r.identity, r.telegram, r.at, r.day, r.number, r.total, r.total_scale, r.target, r.target_scale, r.target_date, r.status, r.quality, r.reasons, r.rssi,
       r.receiver, r.seen_by, r.session, r.lat, r.lng, h.society, h.media, h.driver, h.name
FROM newest CROSS JOIN reading r ON r.sequence = newest.reading CROSS JOIN heard_meter h ON h.id = r.heard
