SELECT r.sequence - r.society_back FROM reading r JOIN heard_meter h ON h.id = r.heard WHERE r.sequence = $sequence AND h.society = $society
