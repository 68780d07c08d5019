-- What the rules remember of a meter, as MeterHistory writes it.
CREATE TABLE meter_history (
    meter   INTEGER PRIMARY KEY,             -- serial << 16 | maker
    history BLOB NOT NULL
);
