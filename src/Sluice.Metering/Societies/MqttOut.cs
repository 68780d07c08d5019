namespace Sluice.Metering.Societies;

/// <summary>What of a society's readings goes out over MQTT.</summary>
public enum MqttOut
{
    /// <summary>Nothing.</summary>
    Off = 0,

    /// <summary>Readings, under serial numbers only.</summary>
    Readings,

    /// <summary>Readings with tower, flat and place: who listens learns who uses how much.</summary>
    Places,
}
