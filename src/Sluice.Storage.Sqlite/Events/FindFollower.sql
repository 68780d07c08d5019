SELECT through FROM follower WHERE name = $name
