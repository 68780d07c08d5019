using Sluice.WMBus.Records;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.Drivers;

/// <summary>Converts a record's value to the unit people read it in.</summary>
internal static class Presentation
{
    private static readonly UnitConversion[] Conversions = [.. Enum.GetValues<Unit>().Select(UnitConversion.For)];

    /// <summary>The presented unit of a unit.</summary>
    public static UnitConversion For(Unit unit) => Conversions[(int)unit];

    /// <summary>Exact where the factor is finite, else to six decimals.</summary>
    public static RecordValue Convert(Unit unit, RecordValue value)
    {
        if (value.Kind != RecordValueKind.Number) return value;
        var conversion = Conversions[(int)unit];
        if (conversion is { Multiplier: 1, Divisor: 1 }) return value;
        if (conversion is { Multiplier: 1, Divisor: 1000 }) return value.Scale(-3);
        return value.TryToDecimal(out var number) ? FromDecimal(conversion.Apply(number)) : default;
    }

    private static RecordValue FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        value = Math.Round(value, 9);
        decimal.GetBits(value, bits);
        if (bits[2] != 0 || bits[1] < 0) return default;
        var mantissa = ((long)bits[1] << 32) | unchecked((uint)bits[0]);
        return RecordValue.Number(value < 0 ? -mantissa : mantissa, -((bits[3] >> 16) & 0xFF));
    }
}
