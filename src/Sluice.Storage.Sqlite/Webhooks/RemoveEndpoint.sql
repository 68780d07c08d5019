DELETE FROM webhook_endpoint WHERE id = $id AND society = $society
