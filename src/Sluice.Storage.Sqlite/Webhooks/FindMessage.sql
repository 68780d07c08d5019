SELECT id, type, at, body FROM webhook_message WHERE id = $id
