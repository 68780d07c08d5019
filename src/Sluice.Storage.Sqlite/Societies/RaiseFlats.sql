UPDATE flat SET version = version + 1
WHERE society = $society AND EXISTS (
    SELECT 1 FROM resident r
    WHERE r.society = $society AND r.tower = flat.tower AND r.flat = flat.number
        AND ($tower IS NULL OR r.tower = $tower) AND ($flat IS NULL OR r.flat = $flat) AND ($before IS NULL OR r.moved_out < $before))
