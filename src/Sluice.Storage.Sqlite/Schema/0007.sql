-- What the rules remember of a meter, as MeterHistory writes it.
CREATE TABLE meter_history (
    meter   INTEGER PRIMARY KEY,
    history BLOB NOT NULL
);
