SELECT version FROM society WHERE id = $id
