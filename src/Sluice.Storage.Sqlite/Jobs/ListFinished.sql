SELECT id, society, kind, request, state, done, total, progress_text, created_by, created_at, started_at, finished_at, cancel_requested, checkpoint, result, error_code, error_message, attempt
FROM job WHERE finished_at < $before ORDER BY finished_at LIMIT $limit
