SELECT state, n FROM telegram_count WHERE n <> 0
