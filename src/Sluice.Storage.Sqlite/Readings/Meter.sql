SELECT at, last_heard, head, session FROM meter_latest WHERE meter = $meter
