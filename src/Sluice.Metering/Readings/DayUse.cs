namespace Sluice.Metering.Readings;

/// <summary>Water used on a day.</summary>
/// <param name="Day">The day, in the society's time zone.</param>
/// <param name="UseM3">Volume, m³, exact to the millilitre: the sums over days and meters are the differences of the meters' volumes.</param>
/// <param name="Meters">Meters with a figure for the day.</param>
public sealed record DayUse(DateOnly Day, decimal UseM3, int Meters)
{
    /// <summary>A day of <see cref="DateOnly.DayNumber"/> with so many millilitres.</summary>
    public static DayUse Of(int dayNumber, long millilitres, int meters) => new(DateOnly.FromDayNumber(dayNumber), DayEnd.ToM3(millilitres), meters);
}

/// <summary>Makes <see cref="DayUse"/> of what each meter's days ended with.</summary>
/// <remarks>
/// The use between two days with readings is spread evenly, to the litre or finer, over the days after the first up to the second; what does not divide falls on the last. Days before the first
/// and after the last reading of a meter have no figure. A volume that fell (a meter swapped or set back) gives no figure for those days.
/// </remarks>
/// <param name="first">The first day wanted.</param>
/// <param name="last">The last day wanted.</param>
public sealed class DayUseSum(DateOnly first, DateOnly last)
{
    private readonly SortedDictionary<int, (long Use, int Meters)> days = [];

    /// <summary>Adds what a meter used between two of its days with readings, numbered as <see cref="DateOnly.DayNumber"/> does.</summary>
    public void Add(UseSpread? between)
    {
        if (between is not { } use) return;
        var to = Math.Min(use.Last, last.DayNumber);
        for (var number = Math.Max(use.First, first.DayNumber); number <= to; number++)
        {
            var (sum, meters) = days.GetValueOrDefault(number);
            days[number] = (sum + (number == use.Last ? use.Rest : use.Share), meters + 1);
        }
    }

    /// <summary>The days, in order.</summary>
    public IReadOnlyList<DayUse> ToList() => [.. days.Select(static d => DayUse.Of(d.Key, d.Value.Use, d.Value.Meters))];
}
