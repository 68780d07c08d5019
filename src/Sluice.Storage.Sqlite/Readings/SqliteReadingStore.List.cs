using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteReadingStore
{
    public ValueTask<Page<Reading>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct)
    {
        var before = ReadingRules.Before(next, limit);
        return new(store.Read(session => ToPage(List(session, "Readings.List", ("$before", before), ("$limit", limit + 1)), limit)));
    }

    public ValueTask<Page<Reading>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct)
    {
        var before = ReadingRules.Before(next, limit);
        if (table.Find(scope.Society) is not { } society) return new(new Page<Reading>([], null));
        return new(store.Read(session =>
        {
            var start = next is null ? society.PublishedHead : session.Number("Readings.Back", ("$sequence", before), ("$society", society.Word));
            return start is null ? new([], null) : ToPage(List(session, "Readings.ListBySociety", ("$start", start), ("$limit", limit + 1)), limit);
        }));
    }

    public ValueTask<Page<Reading>> ListBySessionAsync(SocietyScope scope, SessionId session, string? next, int limit, CancellationToken ct)
    {
        var before = ReadingRules.Before(next, limit);
        if (table.Find(scope.Society) is not { } society) return new(new Page<Reading>([], null));
        return new(store.Read(db => ToPage(List(db, "Readings.ListBySession",
            ("$session", session.Value.ToByteArray(bigEndian: true)), ("$before", before), ("$society", society.Word), ("$limit", limit + 1)), limit)));
    }

    public ValueTask<Page<LatestReading>> ListLatestAsync(SocietyScope scope, string? next, int limit, CancellationToken ct) => new(ListLatest(scope.Society, next, limit));

    public ValueTask<Page<LatestReading>> ListLatestAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) => new(ListLatest(null, next, limit));

    public ValueTask<LatestReading?> FindLatestAsync(SocietyScope scope, MeterId meter, CancellationToken ct) => new(table.Find(scope.Society, meter)?.Published);

    public ValueTask<IReadOnlyDictionary<MeterId, LatestReading>> FindLatestOfManyAsync(SocietyScope scope, IReadOnlyCollection<MeterId> meters, CancellationToken ct)
    {
        var found = new Dictionary<MeterId, LatestReading>(meters.Count);
        foreach (var meter in meters)
            if (table.Find(scope.Society, meter)?.Published is { } latest) found[meter] = latest;
        return new(found);
    }

    public ValueTask<IReadOnlyDictionary<MeterId, Page<Reading>>> ListByMetersAsync(SocietyScope scope, IReadOnlyCollection<MeterId> meters, int limit, CancellationToken ct)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        if (table.Find(scope.Society) is not { } society) return new(new Dictionary<MeterId, Page<Reading>>());
        var known = meters.Distinct().Select(meter => table.Find(scope.Society, meter)).OfType<MeterState>().ToDictionary(static s => s.Id);
        var starts = string.Join(',', known.Values.Select(static s => $"[{s.Id},{Columns.FromDay(s.Published!.Reading.Day)}]"));
        return new(store.Read<IReadOnlyDictionary<MeterId, Page<Reading>>>(session => List(session, "Readings.ListByMeters", ("$society", society.Word), ("$starts", $"[{starts}]"), ("$limit", limit))
            .GroupBy(static r => MeterId.Of(r.Meter)).ToDictionary(static g => g.Key, g =>
            {
                var id = table.Find(scope.Society, g.Key)!.Id;
                Reading[] newest = [.. g.OrderByDescending(static r => r.Day).ThenByDescending(static r => r.At).ThenByDescending(static r => r.Sequence).Take(limit + 1)];
                return newest.Length <= limit ? new Page<Reading>(newest, null)
                    : new(newest[..limit], new ReadingPlace(Columns.FromDay(newest[limit - 1].Day), id, newest[limit - 1].At.ToUnixTimeMilliseconds(), newest[limit - 1].Sequence).ToString());
            })));
    }

    public ValueTask<IReadOnlyDictionary<SessionId, Page<Reading>>> ListBySessionsAsync(SocietyScope scope, IReadOnlyCollection<SessionId> sessions, int limit, CancellationToken ct)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        if (table.Find(scope.Society) is not { } society) return new(new Dictionary<SessionId, Page<Reading>>());
        var ids = string.Join(',', sessions.Distinct().Select(static s => $"\"{Convert.ToHexString(s.Value.ToByteArray(bigEndian: true))}\""));
        return new(store.Read<IReadOnlyDictionary<SessionId, Page<Reading>>>(session =>
            List(session, "Readings.ListBySessions", ("$society", society.Word), ("$sessions", $"[{ids}]"), ("$limit", limit + 1))
                .GroupBy(static r => r.Session!.Value).ToDictionary(static g => g.Key, g => ToPage([.. g.OrderByDescending(static r => r.Sequence)], limit))));
    }

    public ValueTask<Reading?> FindAsync(SocietyScope scope, long sequence, CancellationToken ct) => new(store.Read(session =>
        Find(session, words, sequence) is { } found && found.Society == scope.Society ? found : null));

    public ValueTask<SocietyId?> FindSocietyAsync(long sequence, CancellationToken ct) => new(store.Read(session => Find(session, words, sequence)?.Society));

    public ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(SocietyScope scope, uint serial, CancellationToken ct) => new(FindMeters(serial, scope.Society));

    public ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(InstallationScope scope, uint serial, CancellationToken ct) => new(FindMeters(serial, null));

    public ValueTask<IReadOnlyList<Reception>> ListReceptionsAsync(SocietyScope scope, MeterId meter, CancellationToken ct)
    {
        if (table.Find(scope.Society, meter) is not { } state) return new(Array.Empty<Reception>());
        return new(store.Read<IReadOnlyList<Reception>>(session =>
        {
            var list = new List<Reception>();
            using var rows = session.Bind("Readings.ListReceptions", ("$heard", state.Id)).ExecuteReader();
            while (rows.Read()) list.Add(new(words.Text(session, rows.GetInt64(0)), rows.GetInt64(1), Columns.ToTime(rows.GetInt64(2)), (int?)rows.Long(3)));
            return list;
        }));
    }

    public ValueTask<FeedPage<Reading>> ListAfterAsync(InstallationScope scope, long after, int limit, CancellationToken ct)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        return new(store.Read(session => FeedPage<Reading>.Of(List(session, "Readings.ListAfter", ("$after", after), ("$limit", limit + 1)), after, limit, static r => r.Sequence)));
    }

    public ValueTask<FeedPage<Reading>> ListAfterAsync(SocietyScope scope, long after, int limit, CancellationToken ct)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        var last = table.Counts.LastSequence;   // before the society's own: what is published up to here, is there
        if (after >= last) return new(new FeedPage<Reading>([], after, More: false));
        if (table.Find(scope.Society) is not { } society || society.PublishedHead <= after) return new(new FeedPage<Reading>([], last, More: false));
        var through = Math.Min(last, after + IReadingStore.MaxPassed);
        return new(store.Read(session =>
        {
            var page = FeedPage<Reading>.Of(
                List(session, "Readings.ListAfterOfSociety", ("$after", after), ("$through", through), ("$society", society.Word), ("$limit", limit + 1)), after, limit, static r => r.Sequence);
            return page.More ? page : page with { Through = through, More = through < last };
        }));
    }

    public ValueTask<long> LastAsync(InstallationScope scope, CancellationToken ct) => new(table.Counts.LastSequence);

    public ValueTask<long> LastAsync(SocietyScope scope, CancellationToken ct) => new(table.Counts.LastSequence);

    public ValueTask<ReadingCounts> CountAsync(InstallationScope scope, CancellationToken ct) => new(table.Counts);

    private Page<LatestReading> ListLatest(SocietyId? society, string? next, int limit)
    {
        ReadingRules.ThrowIfBadLimit(limit, IReadingStore.MaxLatest);
        var after = MeterPlace.Parse(next);
        var list = new List<LatestReading>(Math.Min(limit, 1_000));
        MeterPlace? last = null;
        foreach (var state in table.Sorted)
        {
            if (society is { } wanted && state.Society.Id != wanted) continue;
            var place = new MeterPlace(state.Meter.SortKey, state.Society.Id);
            if (after is { } beyond && place <= beyond) continue;
            if (list.Count == limit) return new(list, last.ToString());
            list.Add(state.Published!);
            last = place;
        }
        return new(list, null);
    }

    private List<MeterId> FindMeters(uint serial, SocietyId? society) =>
        [.. table.Sorted.Where(s => s.Meter.Serial == serial && (society is null || s.Society.Id == society)).Select(static s => s.Meter).Distinct()];

    private List<Reading> List(Session session, string statement, params ReadOnlySpan<(string, object?)> parameters)
    {
        var list = new List<Reading>();
        using var rows = session.Bind(statement, parameters).ExecuteReader();
        while (rows.Read()) list.Add(ToReading(session, words, rows));
        return list;
    }

    private static Page<Reading> ToPage(List<Reading> list, int limit) =>
        list.Count > limit ? new(list[..limit], ReadingRules.Cursor(list[limit - 1].Sequence)) : new(list, null);
}
