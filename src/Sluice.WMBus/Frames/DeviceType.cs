namespace Sluice.WMBus.Frames;

/// <summary>Device types (media) in the words wmbusmeters prints. EN 13757-7:2018, Table 13.</summary>
public static class DeviceType
{
    /// <summary>Device type of a unidirectional repeater.</summary>
    public const byte Repeater = 0x32;

    /// <summary>Device type of a bidirectional repeater.</summary>
    public const byte BidirectionalRepeater = 0x33;

    /// <summary>The medium of a device type, for example "cold water".</summary>
    public static string Media(byte type) => type switch
    {
        0x00 => "other",
        0x01 => "oil",
        0x02 => "electricity",
        0x03 => "gas",
        0x04 => "heat",
        0x05 => "steam",
        0x06 => "warm water",
        0x07 => "water",
        0x08 => "heat cost allocation",
        0x09 => "compressed air",
        0x0A => "cooling load volume at outlet",
        0x0B => "cooling load volume at inlet",
        0x0C => "heat volume at inlet",
        0x0D => "heat/cooling load",
        0x0E => "bus/system component",
        0x0F => "unknown",
        0x14 => "calorific value",
        0x15 => "hot water",
        0x16 => "cold water",
        0x17 => "hot/cold water",
        0x18 => "pressure",
        0x19 => "a/d converter",
        0x1A => "smoke detector",
        0x1B => "room sensor",
        0x1C => "gas detector",
        0x20 => "circuit breaker",
        0x21 => "valve",
        0x25 => "customer display",
        0x28 => "waste water",
        0x29 => "waste",
        0x30 => "service tool",
        0x31 => "communication controller",
        0x32 => "unidirectional repeater",
        0x33 => "bidirectional repeater",
        0x36 => "radio converter (system side)",
        0x37 => "radio converter (meter side)",
        0x38 => "bus converter (meter side)",
        _ => "reserved",
    };
}
