-- It took a place: when it came, another meter of the same place had just gone.
WITH replaced (meter) AS (
    SELECT new.meter FROM installation new JOIN installation old
        ON old.society = new.society AND old.tower = new.tower AND old.flat = new.flat AND old.place = new.place AND old.to_at = new.from_at AND old.meter <> new.meter
)
SELECT id, society, status, id IN (SELECT meter FROM replaced) FROM meter
