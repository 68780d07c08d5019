SELECT receiver, telegrams, last_at, best_rssi FROM reception WHERE heard = $heard ORDER BY last_at DESC, receiver
