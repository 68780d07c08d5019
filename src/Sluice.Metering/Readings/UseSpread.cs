namespace Sluice.Metering.Readings;

/// <summary>What a meter used between two of its days with readings, spread evenly over the days after the first up to the second.</summary>
/// <param name="First">The first day of it.</param>
/// <param name="Last">The last day of it.</param>
/// <param name="Share">Each day's use but the last one's, ml.</param>
/// <param name="Rest">The last day's use: what does not divide falls on it, ml.</param>
public readonly record struct UseSpread(int First, int Last, long Share, long Rest)
{
    /// <summary>100 million m³: nobody uses so much between two readings.</summary>
    private const long TooMuch = 100_000_000_000_000;

    /// <summary>The use between two ends of days; null when one is missing, when the volume fell (a meter swapped or set back), or rose beyond belief.</summary>
    public static UseSpread? Between(DayEnd? earlier, DayEnd? later)
    {
        if (earlier is not { } from || later is not { } to) return null;
        var (use, span) = (to.Millilitres - from.Millilitres, to.Day - from.Day);
        if (use is < 0 or >= TooMuch || span < 1) return null;
        long unit = Math.Max(from.Digits, to.Digits) switch { 3 => 1000, 4 => 100, 5 => 10, _ => 1 };
        var share = use / (span * unit) * unit;
        return new(from.Day + 1, to.Day, share, use - (share * (span - 1)));
    }
}
