using System.Globalization;
using Sluice.WMBus.Frames;

namespace Sluice.Api.Readings;

/// <summary>Meters as addresses name them: the serial number, or maker.serial.version.type.</summary>
internal static class MeterNames
{
    public static string Of(MeterAddress meter) => $"{meter.Manufacturer}.{meter.Id}.{meter.Version:x2}.{meter.DeviceType:x2}";

    public static bool TryParse(string text, out uint serial, out MeterAddress? address)
    {
        address = null;
        var parts = text.Split('.');
        if (parts.Length == 1) return TrySerial(text, out serial);
        serial = 0;
        if (parts.Length != 4 || !Manufacturer.TryParse(parts[0], out var maker) || !TrySerial(parts[1], out serial)
            || !TryByte(parts[2], out var version) || !TryByte(parts[3], out var type)) return false;
        address = new(maker, serial, version, type);
        return true;
    }

    private static bool TrySerial(string text, out uint serial)
    {
        serial = 0;
        return text.Length == 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out serial);
    }

    private static bool TryByte(string text, out byte value)
    {
        value = 0;
        return text.Length == 2 && byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
