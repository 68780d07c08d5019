SELECT version, settings FROM society_rules WHERE society = $society
