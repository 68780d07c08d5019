DELETE FROM webhook_endpoint WHERE society = $society
