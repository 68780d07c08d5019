namespace Sluice.Metering.Readings;

/// <summary>Water used on a day.</summary>
/// <param name="Day">The day, in the society's time zone.</param>
/// <param name="UseM3">Volume, m³, exact: the sums over days and meters are the differences of the meters' volumes.</param>
/// <param name="Meters">Meters with a figure for the day.</param>
public sealed record DayUse(DateOnly Day, decimal UseM3, int Meters);

/// <summary>Makes <see cref="DayUse"/> of what each meter's days ended with.</summary>
/// <remarks>
/// The use between two days with readings is spread evenly, to the litre or finer, over the days after the first up to the second; what does not divide falls on the last. Days before the first
/// and after the last reading of a meter have no figure. A volume that fell (a meter swapped or set back) gives no figure for those days.
/// </remarks>
/// <param name="first">The first day wanted.</param>
/// <param name="last">The last day wanted.</param>
public sealed class DayUseSum(DateOnly first, DateOnly last)
{
    /// <summary>How long after the wanted days a reading may be that closes a gap over their end.</summary>
    public const int DaysAfter = 92;

    private readonly SortedDictionary<int, (decimal Use, int Meters)> days = [];

    /// <summary>Adds what a meter used between two of its days with readings.</summary>
    /// <param name="earlier">The earlier day.</param>
    /// <param name="before">The volume it ended with, m³.</param>
    /// <param name="day">The later day.</param>
    /// <param name="total">The volume it ended with, m³.</param>
    public void Add(DateOnly earlier, decimal before, DateOnly day, decimal total)
    {
        var use = total - before;
        var span = day.DayNumber - earlier.DayNumber;
        if (use < 0 || span < 1) return;
        var share = decimal.Round(use / span, Math.Max((byte)3, Math.Max(total.Scale, before.Scale)), MidpointRounding.ToZero);
        var from = Math.Max(earlier.DayNumber + 1, first.DayNumber);
        var to = Math.Min(day.DayNumber, last.DayNumber);
        for (var number = from; number <= to; number++)
        {
            var (sum, meters) = days.GetValueOrDefault(number);
            days[number] = (sum + (number == day.DayNumber ? use - (share * (span - 1)) : share), meters + 1);
        }
    }

    /// <summary>The days, in order.</summary>
    public IReadOnlyList<DayUse> ToList() => [.. days.Select(static d => new DayUse(DateOnly.FromDayNumber(d.Key), d.Value.Use, d.Value.Meters))];
}
