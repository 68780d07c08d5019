DELETE FROM webhook_delivery WHERE endpoint = $endpoint
