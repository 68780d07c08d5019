UPDATE webhook_endpoint SET secret = $secret, previous = $previous, previous_until = $previous_until WHERE id = $id AND society = $society
