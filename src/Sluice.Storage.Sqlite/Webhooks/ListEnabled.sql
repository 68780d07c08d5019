SELECT society, types FROM webhook_endpoint WHERE enabled = 1
