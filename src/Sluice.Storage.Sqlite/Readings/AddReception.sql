INSERT INTO reception (heard, receiver, telegrams, last_at, best_rssi) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO UPDATE SET telegrams = telegrams + ?3, last_at = max(last_at, ?4),
    best_rssi = CASE WHEN best_rssi IS NULL OR ?5 > best_rssi THEN ?5 ELSE best_rssi END
