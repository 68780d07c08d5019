INSERT INTO reading_version (reading, version, society, kind, total, target, quality, reasons, "by", at, why)
VALUES ($reading, $version, $society, $kind, $total, $target, $quality, $reasons, $by, $at, $why)
