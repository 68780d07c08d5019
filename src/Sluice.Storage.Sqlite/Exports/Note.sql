UPDATE export_schedule SET last_due = $due, last_export = $export
WHERE id = $id AND society = $society AND (last_due IS NULL OR last_due < $due)
