SELECT history FROM meter_history WHERE meter = $meter
