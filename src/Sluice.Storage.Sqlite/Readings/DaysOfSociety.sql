SELECT day, heard, head FROM meter_day
WHERE society = $society AND (day < $day OR (day = $day AND heard >= $heard)) AND day >= $first ORDER BY day DESC, heard LIMIT $limit
