INSERT INTO society_rules (society, version, settings) VALUES ($society, $version, $settings)
ON CONFLICT (society) DO UPDATE SET version = excluded.version, settings = excluded.settings
