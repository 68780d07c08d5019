DELETE FROM flat WHERE society = $society AND tower = $tower AND number = $number
