using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Metering.Meters;
using Sluice.WMBus.Frames;

namespace Sluice.Api.Readings;

/// <summary>Meters as people and addresses name them: the serial number (90000001), maker and serial number (KAM.90000001), or the whole address (KAM.90000001.1f.16).</summary>
internal static class MeterNames
{
    public static string Of(MeterAddress meter) => $"{meter.Manufacturer}.{meter.Id}.{meter.Version:x2}.{meter.DeviceType:x2}";

    /// <summary>Reads a name.</summary>
    /// <param name="id">Null when only the serial number is given.</param>
    public static bool TryParse(string text, out uint serial, out MeterId? id)
    {
        id = null;
        var parts = text.Split('.');
        serial = 0;
        if (parts.Length == 1) return TrySerial(text, out serial);
        if (parts.Length is not (2 or 4) || !Manufacturer.TryParse(parts[0], out var maker) || !TrySerial(parts[1], out serial)
            || !parts[2..].All(static p => p.Length == 2 && byte.TryParse(p, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))) return false;
        id = new(maker, serial);
        return true;
    }

    public static IResult Bad() => Problem.BadParameter("BadMeter", "A meter is named by its eight-digit serial number (90000001), its id (KAM.90000001) or its address (KAM.90000001.1f.16).");

    public static IResult Ambiguous(IEnumerable<MeterId> meters) =>
        Problem.BadParameter("AmbiguousMeter", $"Several meters have this serial number: {string.Join(", ", meters)}.");

    private static bool TrySerial(string text, out uint serial)
    {
        serial = 0;
        return text.Length == 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out serial);
    }
}
