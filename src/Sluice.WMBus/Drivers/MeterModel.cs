using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Drivers;

/// <summary>A meter a driver is for: one entry of <c>meters</c> in a driver file.</summary>
/// <param name="Manufacturer">The maker.</param>
/// <param name="Version">The version byte.</param>
/// <param name="DeviceTypes">The device types.</param>
/// <param name="Name">What the maker calls it.</param>
/// <param name="Source">Where the entry is known from.</param>
public sealed record MeterModel(Manufacturer Manufacturer, byte Version, ImmutableArray<byte> DeviceTypes, string Name, string Source)
{
    internal static MeterModel Parse(JsonElement json)
    {
        json.AllowOnly("meters: ", "manufacturer", "version", "types", "model", "source");
        var maker = json.RequiredText("manufacturer");
        if (!Manufacturer.TryParse(maker, out var manufacturer)) throw new FormatException($"Manufacturer '{maker}' is not three letters.");
        return new(manufacturer, Hex(json.RequiredText("version")), [.. json.OptionalList("types").Select(t => Hex(t.GetString() ?? ""))],
            json.RequiredText("model"), json.OptionalText("source") ?? "");
    }

    private static byte Hex(string text) => byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        ? value : throw new FormatException($"'{text}' is not a byte in hexadecimal.");
}
