DELETE FROM webhook_message WHERE NOT EXISTS (SELECT 1 FROM webhook_delivery AS d WHERE d.message = webhook_message.id)
