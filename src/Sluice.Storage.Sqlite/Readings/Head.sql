SELECT head FROM meter_latest WHERE meter = $meter
