namespace Sluice.WMBus.Units;

/// <summary>The unit people read a quantity in, and the exact factor to it.</summary>
/// <param name="Suffix">Suffix of a JSON field, for example <c>m3</c>, <c>kwh</c>; empty for none.</param>
/// <param name="Multiplier">Factor to the presented unit as a fraction, numerator.</param>
/// <param name="Divisor">Factor to the presented unit as a fraction, denominator.</param>
/// <param name="Offset">Added before the factor (Fahrenheit only).</param>
public readonly record struct UnitConversion(string Suffix, decimal Multiplier, decimal Divisor, decimal Offset = 0)
{
    /// <summary>How values of a unit are presented in JSON: the suffixes of wmbusmeters.</summary>
    public static UnitConversion For(Unit unit) => unit switch
    {
        Unit.WattHour => new("kwh", 1, 1000),
        Unit.Joule => new("kwh", 1, 3_600_000),
        Unit.Calorie => new("kwh", 4.1868m, 3_600_000),
        Unit.CubicMetre => new("m3", 1, 1),
        Unit.Kilogram => new("kg", 1, 1),
        Unit.Second => new("s", 1, 1),
        Unit.Minute => new("min", 1, 1),
        Unit.Hour => new("h", 1, 1),
        Unit.Day => new("d", 1, 1),
        Unit.Month => new("month", 1, 1),
        Unit.Year => new("y", 1, 1),
        Unit.Watt => new("kw", 1, 1000),
        Unit.JoulePerHour => new("kw", 1, 3_600_000),
        Unit.CubicMetrePerHour => new("m3h", 1, 1),
        Unit.CubicMetrePerMinute => new("m3h", 60, 1),
        Unit.CubicMetrePerSecond => new("m3h", 3600, 1),
        Unit.KilogramPerHour => new("kgh", 1, 1),
        Unit.Celsius => new("c", 1, 1),
        Unit.Kelvin => new("c", 1, 1),
        Unit.Fahrenheit => new("c", 5, 9, -32),
        Unit.Bar => new("bar", 1, 1),
        Unit.HeatCostUnit => new("hca", 1, 1),
        Unit.VarHour => new("kvarh", 1, 1000),
        Unit.VoltAmpereHour => new("kvah", 1, 1000),
        Unit.Var => new("kvar", 1, 1000),
        Unit.VoltAmpere => new("kva", 1, 1000),
        Unit.Percent => new("rh", 1, 1),
        Unit.Degree => new("deg", 1, 1),
        Unit.Hertz => new("hz", 1, 1),
        Unit.Volt => new("v", 1, 1),
        Unit.Ampere => new("a", 1, 1),
        Unit.DecibelMilliwatt => new("dbm", 1, 1),
        Unit.CubicFoot => new("m3", 0.028316846592m, 1),
        Unit.UsGallon => new("m3", 0.003785411784m, 1),
        Unit.UsGallonPerMinute => new("m3h", 0.22712470704m, 1),
        Unit.UsGallonPerHour => new("m3h", 0.003785411784m, 1),
        _ => new("", 1, 1),
    };

    /// <summary>Converts exactly where the factor is finite, else to six decimals.</summary>
    public decimal Apply(decimal value)
    {
        if (Multiplier == 1 && Divisor == 1) return value;
        var scaled = (value + Offset) * Multiplier;
        if (Divisor == 1) return scaled;
        return Divisor == 1000 ? scaled / 1000 : Math.Round(scaled / Divisor, 6, MidpointRounding.AwayFromZero);
    }
}
