namespace Sluice.Metering.Simulation;

/// <summary>How a household's water use spreads over the day.</summary>
internal static class DailyProfile
{
    // Share of each hour in thousandths: nothing from two to five, peaks in the morning and the evening.
    private static readonly int[] Hours = [6, 3, 0, 0, 0, 15, 70, 120, 110, 80, 50, 40, 45, 45, 35, 30, 35, 45, 65, 75, 60, 40, 21, 10];
    private static readonly long[] Before = Sum();

    /// <summary>The part of the day's use that has been drawn, in parts of 3,600,000.</summary>
    /// <param name="second">Second of the day, 0 to 86,399.</param>
    public static long Drawn(long second) => (Before[second / 3600] * 3600) + (Hours[second / 3600] * (second % 3600));

    /// <summary>What <see cref="Drawn"/> reaches at the day's end.</summary>
    public const long Whole = 1000 * 3600;

    private static long[] Sum()
    {
        var before = new long[Hours.Length];
        for (var i = 1; i < before.Length; i++) before[i] = before[i - 1] + Hours[i - 1];
        return before;
    }
}
