SELECT society, subject, rule FROM alert WHERE state < 2
