SELECT version FROM society_rules WHERE society = $society
