using System.Globalization;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Metering.Readings;

/// <summary>A reading's place in a list that goes day by day, backwards; as text a cursor.</summary>
/// <param name="Day">Day number since year 1.</param>
/// <param name="Meter">The provider's number of the meter.</param>
/// <param name="At">Unix time, milliseconds.</param>
/// <param name="Sequence">Its number.</param>
public readonly record struct ReadingPlace(long Day, long Meter, long At, long Sequence)
{
    /// <summary>Before the first of all.</summary>
    public static ReadingPlace Start { get; } = new(long.MaxValue, long.MinValue, long.MaxValue, long.MaxValue);

    /// <summary>Reads a cursor; null is <see cref="Start"/>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ReadingPlace Parse(string? next)
    {
        if (next is null) return Start;
        Span<Range> parts = stackalloc Range[5];
        if (next.StartsWith('d') && next.AsSpan(1).Split(parts, '.') == 4
            && TryNumber(next.AsSpan(1)[parts[0]], out var day) && TryNumber(next.AsSpan(1)[parts[1]], out var meter)
            && TryNumber(next.AsSpan(1)[parts[2]], out var at) && TryNumber(next.AsSpan(1)[parts[3]], out var sequence) && sequence > 0) return new(day, meter, at, sequence);
        throw new FormatException("Not a cursor of this list.");
    }

    /// <summary>True when the other place comes after this one: an earlier day, a later meter, an earlier time.</summary>
    public bool IsBefore(ReadingPlace other) => Day != other.Day ? other.Day < Day : Meter != other.Meter ? other.Meter > Meter
        : At != other.At ? other.At < At : other.Sequence < Sequence;

    /// <summary>The cursor.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"d{Day}.{Meter}.{At}.{Sequence}");

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}

/// <summary>A meter's place in a list of meters; as text a cursor.</summary>
/// <param name="Meter">Its <see cref="MeterId.SortKey"/>.</param>
/// <param name="Society">Its society.</param>
public readonly record struct MeterPlace(ulong Meter, SocietyId Society) : IComparable<MeterPlace>
{
    /// <summary>Reads a cursor; null is before the first.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static MeterPlace? Parse(string? next)
    {
        if (next is null) return null;
        return next.Length > 14 && next[0] == 'm' && next[13] == '.' && SocietyId.TryParse(next[14..], out var society)
            && ulong.TryParse(next.AsSpan(1, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var meter)
            ? new(meter, society)
            : throw new FormatException("Not a cursor of this list.");
    }

    public int CompareTo(MeterPlace other) => Meter != other.Meter ? Meter.CompareTo(other.Meter) : string.CompareOrdinal(Society.Text, other.Society.Text);

    public static bool operator <(MeterPlace left, MeterPlace right) => left.CompareTo(right) < 0;

    public static bool operator <=(MeterPlace left, MeterPlace right) => left.CompareTo(right) <= 0;

    public static bool operator >(MeterPlace left, MeterPlace right) => left.CompareTo(right) > 0;

    public static bool operator >=(MeterPlace left, MeterPlace right) => left.CompareTo(right) >= 0;

    /// <summary>The cursor.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"m{Meter:x12}.{Society.Text}");
}
