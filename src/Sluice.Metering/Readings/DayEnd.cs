namespace Sluice.Metering.Readings;

/// <summary>The volume a meter's day ended with, as the use by day is worked out from it.</summary>
/// <param name="Day">The day's number, counted from any day.</param>
/// <param name="Millilitres">The volume; what is finer is left out. Below 10^18.</param>
/// <param name="Digits">Digits after the point of a cubic metre that the meter shows, 3 to 6: shares are not finer.</param>
public readonly record struct DayEnd(int Day, long Millilitres, int Digits)
{
    private const decimal MillilitresPerM3 = 1_000_000m, TooMuchM3 = 1_000_000_000_000m;

    /// <summary>The end of a day; null without volume, and for a volume no meter can show.</summary>
    public static DayEnd? Of(int day, decimal? totalM3) =>
        totalM3 is { } total && Math.Abs(total) < TooMuchM3 ? new(day, decimal.ToInt64(total * MillilitresPerM3), Math.Clamp((int)total.Scale, 3, 6)) : null;

    /// <summary>Millilitres as cubic metres.</summary>
    internal static decimal ToM3(long millilitres) => millilitres % 1000 == 0 ? millilitres / 1000 * 0.001m : millilitres * 0.000_001m;
}
