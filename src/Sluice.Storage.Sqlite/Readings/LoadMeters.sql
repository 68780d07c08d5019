SELECT r.sequence, h.meter, r.type, r.identity, r.telegram, r.at, r.day, r.number, r.total, r.total_scale, r.target, r.target_scale, r.target_date, r.status, r.quality, r.reasons, r.rssi,
       r.receiver, r.seen_by, r.session, r.lat, r.lng, h.society, h.media, h.driver, h.name,
       h.id, h.clock_offset, h.readings, d.day, d.head, d.at, d.total, d.total_scale, d.readings, d.last_heard, d.previous_day
FROM heard_meter h CROSS JOIN meter_day d ON d.society = h.society AND d.day = h.newest_day AND d.heard = h.id CROSS JOIN reading r ON r.sequence = d.reading
ORDER BY h.id
