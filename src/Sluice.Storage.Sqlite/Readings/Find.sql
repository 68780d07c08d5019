SELECT r.sequence, r.meter, r.identity, r.telegram, r.at, r.session, r.total, r.total_scale, r.target, r.target_scale, r.status, r.quality, r.reasons, r.rssi, r.receiver, r.seen_by,
       m.media, m.driver, m.name
FROM reading r JOIN meter_latest m ON m.meter = r.meter
WHERE r.sequence = $sequence
