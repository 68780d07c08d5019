DELETE FROM webhook_delivery WHERE society = $society
