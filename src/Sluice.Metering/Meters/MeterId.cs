using System.Globalization;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Meters;

/// <summary>A registered meter's id: maker and serial number, as printed on it, for example <c>KAM.90000001</c>. A telegram's address leads to it without a look-up.</summary>
/// <param name="Manufacturer">The maker.</param>
/// <param name="Serial">The serial number as in <see cref="MeterAddress.Serial"/>: BCD, the hexadecimal digits are the printed number.</param>
public readonly record struct MeterId(Manufacturer Manufacturer, uint Serial) : IComparable<MeterId>
{
    /// <summary>The meter a telegram's address belongs to.</summary>
    public static MeterId Of(MeterAddress address) => new(address.Manufacturer, address.Serial);

    /// <summary>One number that orders by serial number, then maker: the upper 48 bits of <c>MeterAddress.SortKey()</c>.</summary>
    public ulong SortKey => ((ulong)Serial << 16) | Manufacturer.Code;

    /// <summary>The id of a <see cref="SortKey"/>.</summary>
    public static MeterId FromSortKey(ulong key) => new(new((ushort)(key & 0xFFFF)), (uint)(key >> 16));

    /// <summary>The serial number as printed: eight digits.</summary>
    public string SerialNumber => Serial.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Parses <c>KAM.90000001</c>.</summary>
    public static bool TryParse(string? text, out MeterId id)
    {
        id = default;
        if (text is not { Length: 12 } || text[3] != '.' || !Manufacturer.TryParse(text.AsSpan(0, 3), out var maker)
            || !uint.TryParse(text.AsSpan(4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var serial)) return false;
        id = new(maker, serial);
        return true;
    }

    public int CompareTo(MeterId other) => SortKey.CompareTo(other.SortKey);

    public static bool operator <(MeterId left, MeterId right) => left.CompareTo(right) < 0;

    public static bool operator <=(MeterId left, MeterId right) => left.CompareTo(right) <= 0;

    public static bool operator >(MeterId left, MeterId right) => left.CompareTo(right) > 0;

    public static bool operator >=(MeterId left, MeterId right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Manufacturer}.{SerialNumber}";
}
