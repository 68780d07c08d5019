using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

internal sealed partial class ReadingWriter
{
    /// <summary>Days with readings that are looked at on each side: the nearest may have only readings that were not accepted.</summary>
    private const int NearDays = 3;

    /// <summary>The accepted readings before and after a late one, in time. Null for a repeat, which is not judged.</summary>
    public Neighbours? NeighboursOf(Reading late)
    {
        if (Find(late) is not { } state || FindKey(late, state.Data.ClockOffset) is not null) return null;
        var (at, day) = (late.At.ToUnixTimeMilliseconds(), Columns.FromDay(late.Day));
        var later = new Stack<DayRow>();
        DayRow? row = state.Data.Day;
        for (; row is { } one && one.Day > day; row = DayBefore(state, one)) later.Push(one);
        var near = default(Near);
        for (var days = row?.Day == day ? NearDays + 1 : NearDays; days > 0 && near.Before is null && row is { } one; row = DayBefore(state, one), days--) near = Look(near, at, one);
        for (var days = NearDays; days > 0 && near.After is null && later.TryPop(out var one); days--) near = Look(near, at, one);
        return new(near.Before?.TotalM3, near.After?.TotalM3);
    }

    private DayRow? DayBefore(MeterState state, in DayRow day) => day.PreviousDay is { } earlier ? FindDay(state, earlier) : null;

    private Near Look(Near near, long at, in DayRow day)
    {
        using var rows = session.Bind("Readings.AcceptedOfDay", ("$head", day.Head), ("$poor", (long)ReadingQuality.Poor)).ExecuteReader();
        while (rows.Read())
        {
            var total = rows.IsDBNull(3) ? Columns.ToVolume(rows.Long(1), rows.Long(2)) : SqliteReadingVersionStore.ToVolume(rows.Text(4));
            if (total is not { } volume) continue;
            var time = rows.GetInt64(0);
            if (time <= at && !(time <= near.Before?.At)) near = near with { Before = (time, volume) };
            if (time > at && !(time >= near.After?.At)) near = near with { After = (time, volume) };
        }
        return near;
    }

    private readonly record struct Near((long At, decimal TotalM3)? Before, (long At, decimal TotalM3)? After);
}
