-- What of a society's readings goes out over MQTT: MqttOut.
ALTER TABLE society ADD COLUMN mqtt INTEGER NOT NULL DEFAULT 0;
