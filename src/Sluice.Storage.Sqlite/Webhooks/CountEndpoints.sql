SELECT count(*) FROM webhook_endpoint WHERE society = $society
