DELETE FROM webhook_attempt WHERE delivery IN (SELECT id FROM webhook_delivery WHERE society = $society)
