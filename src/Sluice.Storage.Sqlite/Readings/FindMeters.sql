SELECT meter FROM meter_latest WHERE meter BETWEEN $first AND $last ORDER BY meter
