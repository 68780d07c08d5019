UPDATE telegram SET state = $state, meter = $meter, signature = $signature, layer = $layer, offset = $offset, society = $society WHERE id = $id
