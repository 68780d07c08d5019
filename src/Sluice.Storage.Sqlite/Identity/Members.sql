SELECT subject FROM membership WHERE society = $society ORDER BY subject
