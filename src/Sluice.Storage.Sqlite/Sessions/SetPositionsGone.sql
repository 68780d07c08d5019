UPDATE session SET positions_gone = $last WHERE number = $number
