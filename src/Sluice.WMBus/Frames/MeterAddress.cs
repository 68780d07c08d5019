using System.Buffers.Binary;

namespace Sluice.WMBus.Frames;

/// <summary>The eight bytes that identify a meter: manufacturer, serial number, version, device type. EN 13757-7, 7.5.</summary>
/// <param name="Manufacturer">The maker.</param>
/// <param name="Serial">The serial number's four bytes as an integer; BCD, so that the hexadecimal digits are the printed number.</param>
/// <param name="Version">The maker's version (generation) of the device.</param>
/// <param name="DeviceType">Device type (medium), for example 16h cold water.</param>
public readonly record struct MeterAddress(Manufacturer Manufacturer, uint Serial, byte Version, byte DeviceType)
{
    /// <summary>Reads manufacturer, serial, version, type: the order of the link layer.</summary>
    /// <param name="bytes">At least eight bytes.</param>
    public static MeterAddress FromLinkLayer(ReadOnlySpan<byte> bytes) => new(
        new(BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[2..]),
        bytes[6],
        bytes[7]);

    /// <summary>Reads serial, manufacturer, version, type: the order of the long transport header.</summary>
    /// <param name="bytes">At least eight bytes.</param>
    public static MeterAddress FromLongHeader(ReadOnlySpan<byte> bytes) => new(
        new(BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..])),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        bytes[6],
        bytes[7]);

    /// <summary>Writes the eight bytes in link layer order.</summary>
    public void WriteLinkLayer(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Manufacturer.Code);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[2..], Serial);
        bytes[6] = Version;
        bytes[7] = DeviceType;
    }

    /// <summary>The serial number as printed on the meter: eight hexadecimal digits, normally all decimal.</summary>
    public string Id => Serial.ToString("x8");

    /// <summary>For people and logs, for example <c>KAM 90000001 v1f t16</c>.</summary>
    public override string ToString() => $"{Manufacturer} {Id} v{Version:x2} t{DeviceType:x2}";
}
