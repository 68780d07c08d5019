SELECT secret, previous, previous_until FROM webhook_endpoint WHERE id = $id AND society = $society
