SELECT id, society, kind, request, state, done, total, progress_text, created_by, created_at, started_at, finished_at, cancel_requested, checkpoint, result, error_code, error_message, attempt
FROM job WHERE society = $society AND id < $before ORDER BY id DESC LIMIT $limit
