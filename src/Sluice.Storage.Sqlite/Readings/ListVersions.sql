SELECT version, kind, total, target, quality, reasons, "by", at, why FROM reading_version WHERE society = $society AND reading = $reading ORDER BY version
