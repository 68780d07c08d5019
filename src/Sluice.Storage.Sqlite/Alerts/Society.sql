SELECT society FROM alert WHERE id = $id
