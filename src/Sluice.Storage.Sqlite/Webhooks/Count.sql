SELECT state, count(*) FROM webhook_delivery GROUP BY state
