SELECT status, count(*) FROM meter INDEXED BY meter_status WHERE society = $society GROUP BY status
