-- What a society uses by day, as the difference from the day before: the sum over all days up to one is that day's figure.
CREATE TABLE society_use (
    society INTEGER NOT NULL,                   -- word
    day     INTEGER NOT NULL,                   -- days since 1970
    use     INTEGER NOT NULL,                   -- ml more than the day before
    meters  INTEGER NOT NULL,                   -- meters with a figure, more than the day before
    PRIMARY KEY (society, day)
) WITHOUT ROWID;
-- As UseSpread counts: volumes in ml, shares to the litre or as fine as the meter shows, what does not divide on the last day.
INSERT INTO society_use
WITH RECURSIVE power (n, value) AS (SELECT 0, 1 UNION ALL SELECT n + 1, value * 10 FROM power WHERE n < 18),
ends AS (
    SELECT society, heard, day, min(6, max(3, total_scale)) AS digits,
           CASE WHEN total_scale > 6 THEN total / (SELECT value FROM power WHERE n = min(18, total_scale - 6))
                WHEN abs(total) < (SELECT value FROM power WHERE n = 12 + total_scale) THEN total * (SELECT value FROM power WHERE n = 6 - total_scale) END AS ml
    FROM meter_day WHERE total IS NOT NULL
),
steps AS (
    SELECT society, day, ml - lag(ml) OVER meter AS use, day - lag(day) OVER meter AS span, 6 - max(digits, lag(digits) OVER meter) AS coarse
    FROM ends WHERE ml IS NOT NULL WINDOW meter AS (PARTITION BY society, heard ORDER BY day)
),
pairs AS (SELECT society, day, use, span, (SELECT value FROM power WHERE n = coarse) AS unit FROM steps),
shares AS (SELECT society, day, span, use / (span * unit) * unit AS share, use FROM pairs WHERE use BETWEEN 0 AND 99999999999999),
spread AS (SELECT society, day, span, share, use - (share * (span - 1)) AS rest FROM shares)
SELECT society, day, sum(use), sum(meters) FROM (
    SELECT society, day - span + 1 AS day, share AS use, 1 AS meters FROM spread WHERE span > 1
    UNION ALL SELECT society, day, CASE WHEN span > 1 THEN rest - share ELSE rest END, CASE WHEN span > 1 THEN 0 ELSE 1 END FROM spread
    UNION ALL SELECT society, day + 1, -rest, -1 FROM spread
) GROUP BY society, day HAVING sum(use) <> 0 OR sum(meters) <> 0;
