namespace Sluice.WMBus.Units;

/// <summary>Units as telegrams carry them; scale factors are powers of ten beside the value.</summary>
public enum Unit
{
    None = 0, WattHour, Joule, Calorie, CubicMetre, Kilogram, Second, Minute, Hour, Day, Month, Year,
    Watt, JoulePerHour, CubicMetrePerHour, CubicMetrePerMinute, CubicMetrePerSecond, KilogramPerHour,
    Celsius, Kelvin, Fahrenheit, Bar, HeatCostUnit, VarHour, VoltAmpereHour, Var, VoltAmpere, Percent, Degree, Hertz,
    Volt, Ampere, DecibelMilliwatt, Currency, CubicFoot, UsGallon, UsGallonPerMinute, UsGallonPerHour, Baud, BitTime,
}
