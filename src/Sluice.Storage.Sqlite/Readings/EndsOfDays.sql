WITH RECURSIVE chain (day, total, total_scale, previous_day) AS (
    SELECT day, total, total_scale, previous_day FROM meter_day WHERE society = $society AND day = $day AND heard = $heard
    UNION ALL
    SELECT d.day, d.total, d.total_scale, d.previous_day FROM chain CROSS JOIN meter_day d ON d.society = $society AND d.day = chain.previous_day AND d.heard = $heard
)
SELECT day, total, total_scale FROM chain
