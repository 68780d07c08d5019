SELECT society, version, settings FROM society_rules
