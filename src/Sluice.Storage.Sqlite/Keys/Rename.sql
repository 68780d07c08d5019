UPDATE meter_key SET name = $name WHERE id = $id AND name <> $name
