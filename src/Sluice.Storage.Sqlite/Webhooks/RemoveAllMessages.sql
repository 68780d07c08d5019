DELETE FROM webhook_message WHERE society = $society
