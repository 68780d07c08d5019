SELECT society FROM session WHERE id = $id
