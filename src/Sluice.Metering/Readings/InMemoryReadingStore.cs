using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Metering.Readings;

/// <summary>Readings in memory, for tests and the phone: keeps every promise of <see cref="IReadingStore"/> but surviving the process. Filled by <see cref="InMemoryIntakeStore"/>.</summary>
public sealed partial class InMemoryReadingStore : IReadingStore
{
    private readonly Lock gate = new();
    private readonly List<Reading> readings = [];
    private readonly Dictionary<ulong, int> byIdentity = [];
    private readonly Dictionary<long, ReadingVersion> current = [];
    private readonly Dictionary<(SocietyId Society, MeterId Meter), List<int>> byMeter = [];
    private readonly Dictionary<(SocietyId Society, MeterId Meter), DateTimeOffset> lastHeard = [];
    private readonly Dictionary<(SocietyId Society, MeterId Meter), Dictionary<string, Reception>> receptions = [];

    public ValueTask<Page<Reading>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct) => List(r => r.Society == scope.Society, next, limit);

    public ValueTask<Page<Reading>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) => List(static _ => true, next, limit);

    public ValueTask<Page<Reading>> ListBySessionAsync(SocietyScope scope, SessionId session, string? next, int limit, CancellationToken ct) =>
        List(r => r.Society == scope.Society && r.Session == session, next, limit);

    public ValueTask<Page<Reading>> ListBetweenAsync(SocietyScope scope, TimeRange range, string? next, int limit, CancellationToken ct) =>
        ListByTime(r => r.Society == scope.Society && range.Contains(r.At), next, limit);

    public ValueTask<Page<Reading>> ListByMeterAsync(SocietyScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct) =>
        ListByTime(r => r.Society == scope.Society && MeterId.Of(r.Meter) == meter && range.Contains(r.At), next, limit);

    public ValueTask<Page<Reading>> ListByMeterAsync(InstallationScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct)
    {
        SocietyId society;
        lock (gate) society = lastHeard.Where(l => l.Key.Meter == meter).OrderByDescending(static l => l.Value).Select(static l => l.Key.Society).FirstOrDefault();
        return ListByTime(r => r.Society == society && MeterId.Of(r.Meter) == meter && range.Contains(r.At), next, limit);
    }

    public ValueTask<Page<LatestReading>> ListLatestAsync(SocietyScope scope, string? next, int limit, CancellationToken ct) => ListLatest(s => s == scope.Society, next, limit);

    public ValueTask<Page<LatestReading>> ListLatestAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) => ListLatest(static _ => true, next, limit);

    public ValueTask<LatestReading?> FindLatestAsync(SocietyScope scope, MeterId meter, CancellationToken ct)
    {
        lock (gate) return new(byMeter.ContainsKey((scope.Society, meter)) ? Latest((scope.Society, meter)) : null);
    }

    public ValueTask<Reading?> FindAsync(SocietyScope scope, long sequence, CancellationToken ct)
    {
        lock (gate) return new(sequence >= 1 && sequence <= readings.Count && readings[(int)sequence - 1] is var found && found.Society == scope.Society ? found : null);
    }

    public ValueTask<SocietyId?> FindSocietyAsync(long sequence, CancellationToken ct)
    {
        lock (gate) return new(sequence >= 1 && sequence <= readings.Count ? readings[(int)sequence - 1].Society : (SocietyId?)null);
    }

    public ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(SocietyScope scope, uint serial, CancellationToken ct) => FindMeters(s => s == scope.Society, serial);

    public ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(InstallationScope scope, uint serial, CancellationToken ct) => FindMeters(static _ => true, serial);

    public ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, DateOnly first, DateOnly last, CancellationToken ct) => UseByDay(k => k.Society == scope.Society, first, last);

    public ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, MeterId meter, DateOnly first, DateOnly last, CancellationToken ct) =>
        UseByDay(k => k == (scope.Society, meter), first, last);

    public ValueTask<IReadOnlyList<Reception>> ListReceptionsAsync(SocietyScope scope, MeterId meter, CancellationToken ct)
    {
        lock (gate)
            return new(receptions.TryGetValue((scope.Society, meter), out var found)
                ? [.. found.Values.OrderByDescending(static r => r.LastHeard).ThenBy(static r => r.Receiver, StringComparer.Ordinal)]
                : []);
    }

    public ValueTask<FeedPage<Reading>> ListAfterAsync(SocietyScope scope, long after, int limit, CancellationToken ct) => new(ListAfter(r => r.Society == scope.Society, after, limit));

    public ValueTask<FeedPage<Reading>> ListAfterAsync(InstallationScope scope, long after, int limit, CancellationToken ct) => new(ListAfter(static _ => true, after, limit));

    public ValueTask<long> LastAsync(InstallationScope scope, CancellationToken ct) => new(Last());

    public ValueTask<long> LastAsync(SocietyScope scope, CancellationToken ct) => new(Last());

    public ValueTask<ReadingCounts> CountAsync(InstallationScope scope, CancellationToken ct)
    {
        lock (gate) return new(new ReadingCounts(byMeter.Count, readings.Count, readings.Count));
    }

    /// <summary>Notes the version of a reading that counts now, for the days and the neighbours of late readings.</summary>
    internal void SetCurrent(ReadingVersion version)
    {
        lock (gate) current[version.Reading] = version;
    }

    internal int ForgetPositions(SocietyId society, DateTimeOffset before, int limit)
    {
        lock (gate)
        {
            var forgotten = 0;
            for (var i = 0; i < readings.Count && forgotten < limit; i++)
            {
                if (readings[i] is not { Gps: not null, Session: not null } reading || reading.Society != society || reading.At >= before) continue;
                readings[i] = reading with { Gps = null };
                forgotten++;
            }
            return forgotten;
        }
    }

    private long Last()
    {
        lock (gate) return readings.Count;
    }

    private FeedPage<Reading> ListAfter(Predicate<Reading> wanted, long after, int limit)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        lock (gate)
        {
            var page = FeedPage<Reading>.Of([.. readings.Skip((int)Math.Min(after, readings.Count)).Where(r => wanted(r)).Take(limit + 1)], after, limit, static r => r.Sequence);
            return page.More ? page : page with { Through = Math.Max(after, readings.Count) };
        }
    }

    private ValueTask<Page<Reading>> List(Predicate<Reading> wanted, string? next, int limit)
    {
        var before = ReadingRules.Before(next, limit);
        lock (gate)
        {
            Reading[] page = [.. Enumerable.Reverse(readings).Where(r => r.Sequence < before && wanted(r)).Take(limit + 1)];
            return new(page.Length > limit ? new Page<Reading>(page[..limit], ReadingRules.Cursor(page[limit - 1].Sequence)) : new(page, null));
        }
    }

    private ValueTask<Page<Reading>> ListByTime(Predicate<Reading> wanted, string? next, int limit)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        var after = ReadingPlace.Parse(next);
        static ReadingPlace Place(Reading r) => new(r.Day.DayNumber, (long)MeterId.Of(r.Meter).SortKey, r.At.ToUnixTimeMilliseconds(), r.Sequence);
        lock (gate)
        {
            Reading[] page =
            [
                .. readings.Where(r => wanted(r) && after.IsBefore(Place(r)))
                    .OrderByDescending(static r => r.Day).ThenBy(static r => MeterId.Of(r.Meter)).ThenByDescending(static r => r.At).ThenByDescending(static r => r.Sequence).Take(limit + 1),
            ];
            return new(page.Length > limit ? new Page<Reading>(page[..limit], Place(page[limit - 1]).ToString()) : new(page, null));
        }
    }

    private ValueTask<Page<LatestReading>> ListLatest(Predicate<SocietyId> wanted, string? next, int limit)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxLatest);
        var after = MeterPlace.Parse(next);
        lock (gate)
        {
            var keys = byMeter.Keys.Where(k => wanted(k.Society)).Select(static k => (Key: k, Place: new MeterPlace(k.Meter.SortKey, k.Society)))
                .Where(k => after is null || k.Place > after).OrderBy(static k => k.Place).Take(limit + 1).ToList();
            LatestReading[] page = [.. keys.Take(limit).Select(k => Latest(k.Key))];
            return new(new Page<LatestReading>(page, keys.Count > limit ? keys[limit - 1].Place.ToString() : null));
        }
    }

    private LatestReading Latest((SocietyId, MeterId) key)
    {
        var own = byMeter[key];
        return new(own.Select(i => readings[i]).MaxBy(static r => (r.Day, r.At, r.Sequence))!, lastHeard[key], own.Count);
    }

    private ValueTask<IReadOnlyList<MeterId>> FindMeters(Predicate<SocietyId> wanted, uint serial)
    {
        lock (gate) return new([.. byMeter.Keys.Where(k => k.Meter.Serial == serial && wanted(k.Society)).Select(static k => k.Meter).Distinct().Order()]);
    }

    private ValueTask<IReadOnlyList<DayUse>> UseByDay(Predicate<(SocietyId Society, MeterId Meter)> wanted, DateOnly first, DateOnly last)
    {
        var sum = new DayUseSum(first, last);
        lock (gate)
            foreach (var (key, own) in byMeter)
            {
                if (!wanted(key)) continue;
                var ends = own.Select(i => readings[i]).GroupBy(static r => r.Day)
                    .Select(static d => d.MaxBy(static r => (r.At, r.Sequence))!)
                    .Select(r => DayEnd.Of(r.Day.DayNumber, current.TryGetValue(r.Sequence, out var now) ? now.Of(r).TotalM3 : r.TotalM3)).Where(static e => e is not null)
                    .OrderBy(static e => e!.Value.Day).ToList();
                for (var i = 1; i < ends.Count; i++) sum.Add(UseSpread.Between(ends[i - 1], ends[i]));
            }
        return new(sum.ToList());
    }
}
