using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

/// <summary>Keeps what each society uses by day, exact under late readings and corrections. Kept are the differences from day to day, so that a gap of a year changes three rows and not 365.</summary>
internal sealed class UseSteps
{
    private readonly Dictionary<(long Society, long Day), (long Use, int Meters)> steps = [];

    /// <summary>A day of a meter ends otherwise than before.</summary>
    /// <param name="society">Whose use it is.</param>
    /// <param name="previous">The day with a volume before it.</param>
    /// <param name="before">How the day ended until now; null: it had no volume.</param>
    /// <param name="now">How it ends now.</param>
    /// <param name="next">The day with a volume after it.</param>
    public void Move(SocietyState society, DayEnd? previous, DayEnd? before, DayEnd? now, DayEnd? next)
    {
        if (before == now) return;
        Count(society.Word, previous, before, next, -1);
        Count(society.Word, previous, now, next, 1);
    }

    /// <summary>Writes what changed.</summary>
    public void Flush(Session session)
    {
        foreach (var ((society, day), (use, meters)) in steps)
            if (use != 0 || meters != 0) session.Raw("Readings.AddUseStep").Bind(society, day, use, meters).Run();
        steps.Clear();
    }

    private void Count(long society, DayEnd? previous, DayEnd? middle, DayEnd? next, int sign)
    {
        if (middle is null)
        {
            Count(society, UseSpread.Between(previous, next), sign);
            return;
        }
        Count(society, UseSpread.Between(previous, middle), sign);
        Count(society, UseSpread.Between(middle, next), sign);
    }

    private void Count(long society, UseSpread? between, int sign)
    {
        if (between is not { } use) return;
        var rises = use.First < use.Last;
        if (rises) Add(society, use.First, sign * use.Share, sign);
        Add(society, use.Last, sign * (rises ? use.Rest - use.Share : use.Rest), rises ? 0 : sign);
        Add(society, use.Last + 1, -sign * use.Rest, -sign);
    }

    private void Add(long society, int day, long use, int meters)
    {
        var (useNow, metersNow) = steps.GetValueOrDefault((society, day));
        steps[(society, day)] = (useNow + use, metersNow + meters);
    }
}
