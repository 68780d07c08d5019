SELECT meter, history FROM meter_history
