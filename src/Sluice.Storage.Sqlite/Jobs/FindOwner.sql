SELECT society FROM job WHERE id = $id
