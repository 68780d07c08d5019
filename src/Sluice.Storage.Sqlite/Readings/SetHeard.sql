UPDATE meter_latest SET last_heard = max(last_heard, $at) WHERE meter = $meter
