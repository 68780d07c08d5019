SELECT total, total_scale FROM meter_day WHERE society = $society AND day = $day AND heard = $heard
