using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Metering.Readings;

/// <summary>The readings as they count now: each shows its last version. Whoever hands readings out reads here; a page costs one look-up more.</summary>
/// <param name="originals">The readings as they were stored.</param>
/// <param name="versions">What people made of them.</param>
public sealed class CurrentReadings(IReadingStore originals, IReadingVersionStore versions) : IReadingStore
{
    /// <summary>The readings as they were stored.</summary>
    public IReadingStore Originals => originals;

    public async ValueTask<Page<Reading>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListAsync(scope, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<Page<Reading>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListAsync(scope, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<Page<Reading>> ListBetweenAsync(SocietyScope scope, TimeRange range, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListBetweenAsync(scope, range, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<Page<Reading>> ListByMeterAsync(SocietyScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListByMeterAsync(scope, meter, range, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<Page<Reading>> ListByMeterAsync(InstallationScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListByMeterAsync(scope, meter, range, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<Page<Reading>> ListBySessionAsync(SocietyScope scope, SessionId session, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListBySessionAsync(scope, session, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<Page<LatestReading>> ListLatestAsync(SocietyScope scope, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListLatestAsync(scope, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<Page<LatestReading>> ListLatestAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListLatestAsync(scope, next, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<LatestReading?> FindLatestAsync(SocietyScope scope, MeterId meter, CancellationToken ct) =>
        await originals.FindLatestAsync(scope, meter, ct) is { } found ? found with { Reading = await ShowAsync(scope, found.Reading, ct) } : null;

    public async ValueTask<IReadOnlyDictionary<MeterId, LatestReading>> FindLatestOfManyAsync(SocietyScope scope, IReadOnlyCollection<MeterId> meters, CancellationToken ct)
    {
        var found = await originals.FindLatestOfManyAsync(scope, meters, ct);
        var current = await versions.CurrentAsync(scope, [.. found.Values.Select(static l => l.Reading.Sequence)], ct);
        return current.Count == 0 ? found : found.ToDictionary(static l => l.Key, l => l.Value with { Reading = Show(l.Value.Reading, current) });
    }

    public async ValueTask<IReadOnlyDictionary<MeterId, Page<Reading>>> ListByMetersAsync(SocietyScope scope, IReadOnlyCollection<MeterId> meters, int limit, CancellationToken ct) =>
        await ShowAsync(scope, await originals.ListByMetersAsync(scope, meters, limit, ct), ct);

    public async ValueTask<IReadOnlyDictionary<SessionId, Page<Reading>>> ListBySessionsAsync(SocietyScope scope, IReadOnlyCollection<SessionId> sessions, int limit, CancellationToken ct) =>
        await ShowAsync(scope, await originals.ListBySessionsAsync(scope, sessions, limit, ct), ct);

    public async ValueTask<IReadOnlyDictionary<MeterId, Reading>> ListNewestAsync(SocietyScope scope, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var found = await originals.ListNewestAsync(scope, first, last, ct);
        var current = new Dictionary<MeterId, Reading>(found.Count);
        foreach (var some in found.Chunk(IReadingStore.MaxPage))
        {
            var shown = await versions.CurrentAsync(scope, [.. some.Select(static f => f.Value.Sequence)], ct);
            foreach (var (meter, reading) in some) current[meter] = Show(reading, shown);
        }
        return current;
    }

    public async ValueTask<Reading?> FindAsync(SocietyScope scope, long sequence, CancellationToken ct) =>
        await originals.FindAsync(scope, sequence, ct) is { } found ? await ShowAsync(scope, found, ct) : null;

    public ValueTask<SocietyId?> FindSocietyAsync(long sequence, CancellationToken ct) => originals.FindSocietyAsync(sequence, ct);

    public ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(SocietyScope scope, uint serial, CancellationToken ct) => originals.FindMetersAsync(scope, serial, ct);

    public ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(InstallationScope scope, uint serial, CancellationToken ct) => originals.FindMetersAsync(scope, serial, ct);

    public ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, DateOnly first, DateOnly last, CancellationToken ct) => originals.UseByDayAsync(scope, first, last, ct);

    public ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, MeterId meter, DateOnly first, DateOnly last, CancellationToken ct) =>
        originals.UseByDayAsync(scope, meter, first, last, ct);

    public ValueTask<IReadOnlyList<Reception>> ListReceptionsAsync(SocietyScope scope, MeterId meter, CancellationToken ct) => originals.ListReceptionsAsync(scope, meter, ct);

    public async ValueTask<FeedPage<Reading>> ListAfterAsync(SocietyScope scope, long after, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListAfterAsync(scope, after, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public async ValueTask<FeedPage<Reading>> ListAfterAsync(InstallationScope scope, long after, int limit, CancellationToken ct) =>
        await ShowAsync(await originals.ListAfterAsync(scope, after, limit, ct), ids => versions.CurrentAsync(scope, ids, ct));

    public ValueTask<long> LastAsync(InstallationScope scope, CancellationToken ct) => originals.LastAsync(scope, ct);

    public ValueTask<long> LastAsync(SocietyScope scope, CancellationToken ct) => originals.LastAsync(scope, ct);

    public ValueTask<ReadingCounts> CountAsync(InstallationScope scope, CancellationToken ct) => originals.CountAsync(scope, ct);

    private async ValueTask<Reading> ShowAsync(SocietyScope scope, Reading reading, CancellationToken ct) => Show(reading, await versions.CurrentAsync(scope, [reading.Sequence], ct));

    private async ValueTask<IReadOnlyDictionary<TKey, Page<Reading>>> ShowAsync<TKey>(SocietyScope scope, IReadOnlyDictionary<TKey, Page<Reading>> pages, CancellationToken ct) where TKey : notnull
    {
        var current = new Dictionary<long, ReadingVersion>();
        foreach (var some in pages.Values.SelectMany(static p => p.Items).Select(static r => r.Sequence).Chunk(IReadingStore.MaxLatest))
            foreach (var (reading, version) in await versions.CurrentAsync(scope, some, ct)) current[reading] = version;
        return current.Count == 0 ? pages : pages.ToDictionary(static p => p.Key, p => p.Value with { Items = [.. p.Value.Items.Select(r => Show(r, current))] });
    }

    private static async ValueTask<Page<Reading>> ShowAsync(Page<Reading> page, Func<IReadOnlyCollection<long>, ValueTask<IReadOnlyDictionary<long, ReadingVersion>>> find)
    {
        if (page.Items.Count == 0) return page;
        var current = await find([.. page.Items.Select(static r => r.Sequence)]);
        return current.Count == 0 ? page : page with { Items = [.. page.Items.Select(r => Show(r, current))] };
    }

    private static async ValueTask<FeedPage<Reading>> ShowAsync(FeedPage<Reading> page, Func<IReadOnlyCollection<long>, ValueTask<IReadOnlyDictionary<long, ReadingVersion>>> find)
    {
        if (page.Items.Count == 0) return page;
        var current = await find([.. page.Items.Select(static r => r.Sequence)]);
        return current.Count == 0 ? page : page with { Items = [.. page.Items.Select(r => Show(r, current))] };
    }

    private static async ValueTask<Page<LatestReading>> ShowAsync(Page<LatestReading> page, Func<IReadOnlyCollection<long>, ValueTask<IReadOnlyDictionary<long, ReadingVersion>>> find)
    {
        if (page.Items.Count == 0) return page;
        var current = await find([.. page.Items.Select(static l => l.Reading.Sequence)]);
        return current.Count == 0 ? page : page with { Items = [.. page.Items.Select(l => current.ContainsKey(l.Reading.Sequence) ? l with { Reading = Show(l.Reading, current) } : l)] };
    }

    private static Reading Show(Reading reading, IReadOnlyDictionary<long, ReadingVersion> current) => current.TryGetValue(reading.Sequence, out var version) ? version.Of(reading) : reading;
}
