using System.Globalization;
using Sluice.WMBus.Records;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.Drivers;

/// <summary>Converts a record's value to the unit people read it in.</summary>
internal static class Presentation
{
    private static readonly UnitConversion[] Conversions = [.. Enum.GetValues<Unit>().Select(UnitConversion.For)];
    private static readonly UnitConversion SecondsInHours = new("h", 1, 3600), MinutesInHours = new("h", 1, 60), DaysInHours = new("h", 24, 1);
    private static readonly UnitConversion FahrenheitDegrees = new("c", 5, 9);

    /// <summary>The presented unit of a record.</summary>
    public static UnitConversion For(in ValueInformation meaning) => meaning.Unit switch
    {
        Unit.Second when IsCounter(meaning.Quantity) => SecondsInHours,
        Unit.Minute when IsCounter(meaning.Quantity) || meaning.Quantity == Quantity.ActualityDuration => MinutesInHours,
        Unit.Day when IsCounter(meaning.Quantity) || meaning.Quantity == Quantity.ActualityDuration => DaysInHours,
        Unit.Fahrenheit when meaning.Quantity == Quantity.TemperatureDifference => FahrenheitDegrees,
        var unit => Conversions[(int)unit],
    };

    /// <summary>The value in the presented unit, exact where the factor is finite, else to six decimals; identifications as text with all their digits.</summary>
    public static RecordValue Convert(in DataRecord record) =>
        IsIdentification(record.Meaning.Quantity) ? Identification(record) : Convert(For(record.Meaning), record.Value);

    /// <summary>The digits of an identification: decimal ones of BCD and of fabrication numbers, otherwise hexadecimal ones.</summary>
    public static RecordValue Identification(in DataRecord record)
    {
        var value = record.Value;
        var digits = 2 * record.Data.DataLength;
        return value.Kind switch
        {
            RecordValueKind.Number when record.Data.Coding >= DataCoding.Bcd2 => RecordValue.FromText(value.Mantissa.ToString("D" + Math.Max(digits, 1), CultureInfo.InvariantCulture)),
            RecordValueKind.Number when record.Meaning.Quantity == Quantity.EnhancedIdentification => RecordValue.FromText(value.Mantissa.ToString("X" + Math.Max(digits, 1), CultureInfo.InvariantCulture)),
            RecordValueKind.Number => RecordValue.FromText(value.Mantissa.ToString(CultureInfo.InvariantCulture)),
            RecordValueKind.Bytes => RecordValue.FromText(MostSignificantFirst(value.Bytes)),
            _ => value,
        };
    }

    /// <summary>A real number to the six decimals people see of it; its own digits beyond are noise.</summary>
    public static RecordValue ToSixDecimals(RecordValue value) =>
        value.Exponent10 < -6 && value.TryToDecimal(out var number) ? FromDecimal(Math.Round(number, 6, MidpointRounding.AwayFromZero)) : value;

    private static RecordValue Convert(in UnitConversion conversion, RecordValue value)
    {
        if (value.Kind != RecordValueKind.Number || conversion is { Multiplier: 1, Divisor: 1 }) return value;
        if (conversion is { Multiplier: 1, Divisor: 1000 }) return value.Scale(-3);
        return value.TryToDecimal(out var number) ? FromDecimal(conversion.Apply(number)) : default;
    }

    /// <summary>Durations that meters count in whichever unit and people compare in hours.</summary>
    private static bool IsCounter(Quantity quantity) => quantity is Quantity.OnTime or Quantity.OperatingTime
        or Quantity.DurationSinceReadout or Quantity.TariffDuration;

    /// <summary>Numbers nobody calculates with, whose leading zeros count.</summary>
    private static bool IsIdentification(Quantity quantity) => quantity is Quantity.FabricationNumber or Quantity.EnhancedIdentification
        or Quantity.ModelVersion or Quantity.HardwareVersion or Quantity.FirmwareVersion or Quantity.SoftwareVersion;

    private static string MostSignificantFirst(ReadOnlySpan<byte> bytes)
    {
        var reversed = bytes.ToArray();
        Array.Reverse(reversed);
        return System.Convert.ToHexString(reversed);
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
