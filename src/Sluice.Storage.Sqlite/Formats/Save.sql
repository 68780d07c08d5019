INSERT INTO learned_format (headers, signature, learned_at) VALUES ($headers, $signature, $learned_at) ON CONFLICT (headers) DO NOTHING
