INSERT INTO reading (sequence, heard, type, identity, telegram, at, day, number, total, total_scale, target, target_scale, target_date, status, quality, reasons, rssi, receiver,
                     previous, society_back, seen_by, session, lat, lng)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)
