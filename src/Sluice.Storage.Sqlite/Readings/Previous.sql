SELECT previous FROM reading WHERE sequence = $sequence AND meter = $meter
