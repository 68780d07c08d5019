using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteReadingStore
{
    /// <summary>Rows of meter_day looked at per step of a list.</summary>
    private const int DaysPerStep = 256;

    public ValueTask<Page<Reading>> ListByMeterAsync(SocietyScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct) =>
        new(ListByMeter(table.Find(scope.Society, meter), range, next, limit));

    public ValueTask<Page<Reading>> ListByMeterAsync(InstallationScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct) =>
        new(ListByMeter(table.Sorted.Where(s => s.Meter == meter).MaxBy(static s => s.Published!.LastHeard), range, next, limit));

    public ValueTask<Page<Reading>> ListBetweenAsync(SocietyScope scope, TimeRange range, string? next, int limit, CancellationToken ct)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        var after = ReadingPlace.Parse(next);
        if (table.Find(scope.Society) is not { } society) return new(new Page<Reading>([], null));
        return new(store.Read(session =>
        {
            var (first, last) = Bounds(range);
            var page = new DayPage(this, session, range, after, limit);
            var (day, heard) = after.Day <= last ? (after.Day, after.Meter) : (last, long.MinValue);
            while (true)
            {
                var step = new List<(long Day, long Heard, long Head)>();
                using (var rows = session.Bind("Readings.DaysOfSociety",
                    ("$society", society.Word), ("$day", day), ("$heard", heard), ("$first", first), ("$limit", DaysPerStep)).ExecuteReader())
                    while (rows.Read()) step.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)));
                foreach (var row in step)
                    if (page.Add(row.Day, row.Heard, row.Head)) return page.ToPage();
                if (step.Count < DaysPerStep) return page.ToPage();
                (day, heard) = (step[^1].Day, step[^1].Heard + 1);
            }
        }));
    }

    public ValueTask<IReadOnlyDictionary<MeterId, Reading>> ListNewestAsync(SocietyScope scope, DateOnly first, DateOnly last, CancellationToken ct)
    {
        if (table.Find(scope.Society) is not { } society) return new(new Dictionary<MeterId, Reading>());
        return new(store.Read<IReadOnlyDictionary<MeterId, Reading>>(session => List(session, "Readings.ListNewest",
            ("$society", society.Word), ("$first", Columns.FromDay(first)), ("$last", Columns.FromDay(last))).ToDictionary(static r => MeterId.Of(r.Meter))));
    }

    public ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, DateOnly first, DateOnly last, CancellationToken ct) => new(UseByDay(table.Find(scope.Society), first, last));

    public ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, MeterId meter, DateOnly first, DateOnly last, CancellationToken ct) =>
        new(table.Find(scope.Society, meter) is { } state ? UseByDay(state, first, last) : []);

    private Page<Reading> ListByMeter(MeterState? state, TimeRange range, string? next, int limit)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        var after = ReadingPlace.Parse(next);
        if (state is null) return new([], null);
        return store.Read(session =>
        {
            var (first, last) = Bounds(range);
            var page = new DayPage(this, session, range, after, limit);
            for (long? day = Columns.FromDay(state.Published!.Reading.Day); day >= first;)
            {
                long head;
                long? previous;
                using (var row = session.Bind("Readings.DaysOfMeter", ("$society", state.Society.Word), ("$day", day), ("$heard", state.Id)).ExecuteReader())
                {
                    if (!row.Read()) break;
                    (head, previous) = (row.GetInt64(0), row.Long(1));
                }
                if (day <= last && day <= after.Day && page.Add(day.Value, state.Id, head)) break;
                day = previous;
            }
            return page.ToPage();
        });
    }

    /// <summary>The sums are kept: see <see cref="UseSteps"/>.</summary>
    private List<DayUse> UseByDay(SocietyState? society, DateOnly first, DateOnly last)
    {
        if (society is null || first > last) return [];
        return store.Read(session =>
        {
            var days = new List<DayUse>();
            var (use, meters, next) = (0L, 0, first.DayNumber);
            using (var rows = session.Bind("Readings.UseSteps", ("$society", society.Word), ("$first", Columns.FromDay(first)), ("$last", Columns.FromDay(last))).ExecuteReader())
                while (rows.Read())
                {
                    AddUntil(Columns.ToDay(rows.GetInt64(0)).DayNumber);
                    use += rows.GetInt64(1);
                    meters += rows.GetInt32(2);
                }
            if (meters > 0) AddUntil(last.DayNumber + 1);
            return days;

            void AddUntil(int end)
            {
                if (meters > 0)
                    for (; next < end; next++) days.Add(DayUse.Of(next, use, meters));
                next = end;
            }
        });
    }

    /// <summary>A single meter's days hang together: the newest leads to those before.</summary>
    private IReadOnlyList<DayUse> UseByDay(MeterState state, DateOnly first, DateOnly last)
    {
        if (first > last) return [];
        var sum = new DayUseSum(first, last);
        return store.Read(session =>
        {
            DayEnd? later = null;
            using var rows = session.Bind("Readings.EndsOfDays", ("$society", state.Society.Word), ("$day", Columns.FromDay(state.Published!.Reading.Day)), ("$heard", state.Id)).ExecuteReader();
            while (rows.Read())
                if (DayEnd.Of(Columns.ToDay(rows.GetInt64(0)).DayNumber, Columns.ToVolume(rows.Long(1), rows.Long(2))) is { } end)
                {
                    sum.Add(UseSpread.Between(end, later));
                    if (end.Day < first.DayNumber) break;
                    later = end;
                }
            return sum.ToList();
        });
    }

    /// <summary>The days that may have readings of a range, in whichever time zone.</summary>
    private static (long First, long Last) Bounds(TimeRange range)
    {
        var (first, last) = range.Days;
        return (Columns.FromDay(first), Columns.FromDay(last));
    }

    /// <summary>A page that is filled day by day.</summary>
    private sealed class DayPage(SqliteReadingStore owner, Session session, TimeRange range, ReadingPlace after, int limit)
    {
        private readonly List<Reading> items = [];
        private ReadingPlace last;
        private bool isFull;

        /// <summary>Adds the readings of a meter and day, newest first.</summary>
        /// <returns>True when the page is full and there is more.</returns>
        public bool Add(long day, long heard, long head)
        {
            foreach (var reading in owner.List(session, "Readings.ListByDay", ("$head", head)).OrderByDescending(static r => r.At).ThenByDescending(static r => r.Sequence))
            {
                var place = new ReadingPlace(day, heard, reading.At.ToUnixTimeMilliseconds(), reading.Sequence);
                if (!range.Contains(reading.At) || (after != ReadingPlace.Start && !after.IsBefore(place))) continue;
                if (isFull = items.Count == limit) return true;
                items.Add(reading);
                last = place;
            }
            return false;
        }

        public Page<Reading> ToPage() => new(items, isFull ? last.ToString() : null);
    }
}
