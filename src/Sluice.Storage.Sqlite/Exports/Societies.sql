SELECT DISTINCT society FROM export_schedule
