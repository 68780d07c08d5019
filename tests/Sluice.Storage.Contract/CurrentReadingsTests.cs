using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Contract;

/// <summary>What <see cref="CurrentReadings"/> shows over every provider.</summary>
public abstract class CurrentReadingsTests
{
    private static readonly SessionId Round = new(Guid.Parse("0195a000-0000-7000-8000-000000000001"));

    protected abstract ValueTask<(IntakeStores Stores, IReadingVersionStore Versions)> NewStoresAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Reading Day(int day, int number, decimal total, uint serial = 0x90000001) => Invented.Reading(number, Invented.Meter(serial)) with
    {
        At = Invented.Noon.AddDays(day),
        Day = DateOnly.FromDateTime(Invented.Noon.UtcDateTime).AddDays(day),
        TotalM3 = total,
        Session = Round,
    };

    private static async Task<Reading> KeepAsync(IntakeStores stores, Reading reading) => Assert.Single(await stores.KeepAsync(reading)).Reading!;

    private static async Task DecideAsync(IReadingVersionStore versions, Reading reading, VersionKind kind, decimal? total = null)
    {
        var all = await versions.ListAsync(Invented.Scope, reading.Sequence, Cancel);
        var next = (all is [.., var last] ? last : ReadingVersion.Original(reading)).Next(kind, Invented.Scope, "seen", Invented.Noon, total);
        Assert.Equal(ChangeOutcome.Changed, (await versions.AppendAsync(Invented.Scope, reading, next, Cancel)).Outcome);
    }

    [Fact]
    public async Task Every_list_shows_the_last_version_and_the_original_stays()
    {
        var (stores, versions) = await NewStoresAsync();
        var touched = await KeepAsync(stores, Day(0, 1, 8.9m));
        var other = await KeepAsync(stores, Day(0, 2, 5m, 0x90000002));
        await DecideAsync(versions, touched, VersionKind.Accepted);
        await DecideAsync(versions, touched, VersionKind.Corrected, 8.70m);
        var current = new CurrentReadings(stores.Readings, versions);
        var meter = MeterId.Of(touched.Meter);
        IReadOnlyList<IReadOnlyList<Reading>> lists =
        [
            (await current.ListAsync(Invented.Scope, null, 10, Cancel)).Items,
            (await current.ListAsync(Invented.Installation, null, 10, Cancel)).Items,
            (await current.ListBetweenAsync(Invented.Scope, TimeRange.All, null, 10, Cancel)).Items,
            (await current.ListBySessionAsync(Invented.Scope, Round, null, 10, Cancel)).Items,
            (await current.ListByMeterAsync(Invented.Scope, meter, TimeRange.All, null, 10, Cancel)).Items,
            (await current.ListByMeterAsync(Invented.Installation, meter, TimeRange.All, null, 10, Cancel)).Items,
            [.. (await current.ListLatestAsync(Invented.Scope, null, 10, Cancel)).Items.Select(static l => l.Reading)],
            [.. (await current.ListLatestAsync(Invented.Installation, null, 10, Cancel)).Items.Select(static l => l.Reading)],
            [(await current.FindLatestAsync(Invented.Scope, meter, Cancel))!.Reading],
            [.. (await current.FindLatestOfManyAsync(Invented.Scope, [meter], Cancel)).Values.Select(static l => l.Reading)],
            (await current.ListByMetersAsync(Invented.Scope, [meter], 10, Cancel))[meter].Items,
            (await current.ListBySessionsAsync(Invented.Scope, [Round], 10, Cancel))[Round].Items,
            [(await current.FindAsync(Invented.Scope, touched.Sequence, Cancel))!],
        ];
        Assert.All(lists, list =>
        {
            var shown = Assert.Single(list, r => r.Sequence == touched.Sequence);
            Assert.Equal((8.70m, 3, VersionKind.Corrected, ReadingQuality.Fair), (shown.TotalM3!.Value, shown.Version, shown.Kind, shown.Quality));
            Assert.All(list.Where(r => r.Sequence == other.Sequence), static r => Assert.Equal((5m, 1, VersionKind.Original), (r.TotalM3!.Value, r.Version, r.Kind)));
        });
        var original = await current.Originals.FindAsync(Invented.Scope, touched.Sequence, Cancel);
        Assert.Equal((8.9m, 1, VersionKind.Original), (original!.TotalM3!.Value, original.Version, original.Kind));
    }

    [Fact]
    public async Task A_withdrawn_reading_shows_no_volume_and_no_other_society_sees_any_version()
    {
        var (stores, versions) = await NewStoresAsync();
        var reading = await KeepAsync(stores, Day(0, 1, 8.9m));
        await DecideAsync(versions, reading, VersionKind.Withdrawn);
        var shown = (await new CurrentReadings(stores.Readings, versions).FindAsync(Invented.Scope, reading.Sequence, Cancel))!;
        Assert.Equal((null, null, ReadingQuality.Poor, VersionKind.Withdrawn), (shown.TotalM3, shown.TargetM3, shown.Quality, shown.Kind));
        Assert.Empty(await versions.CurrentAsync(Invented.OtherScope, [reading.Sequence], Cancel));
        Assert.Equal(2, Assert.Single(await versions.CurrentAsync(Invented.Installation, [reading.Sequence, 99], Cancel)).Value.Version);
        Assert.Empty(await versions.CurrentAsync(Invented.Installation, [], Cancel));
    }

    [Fact]
    public async Task The_days_add_up_to_the_versions_that_count()
    {
        var (stores, versions) = await NewStoresAsync();
        var kept = new List<Reading>();
        foreach (var reading in (Reading[])[Day(0, 1, 10m), Day(1, 2, 11m), Day(2, 3, 13m), Day(3, 4, 20m)]) kept.Add(await KeepAsync(stores, reading));
        await DecideAsync(versions, kept[1], VersionKind.Corrected, 11.5m);
        await DecideAsync(versions, kept[3], VersionKind.Corrected, 14m);
        var from = kept[0].Day;
        Assert.Equal([1.5m, 1.5m, 1m], await UseAsync());
        await DecideAsync(versions, kept[2], VersionKind.Withdrawn);
        Assert.Equal([1.5m, 1.25m, 1.25m], await UseAsync());
        await KeepAsync(stores, Day(4, 5, 15m));
        Assert.Equal([1.5m, 1.25m, 1.25m, 1m], await UseAsync());

        async Task<IEnumerable<decimal>> UseAsync() =>
            (await new CurrentReadings(stores.Readings, versions).UseByDayAsync(Invented.Scope, from, from.AddDays(9), Cancel)).Select(static d => d.UseM3);
    }

    [Fact]
    public async Task A_page_costs_one_look_up()
    {
        var (stores, versions) = await NewStoresAsync();
        for (var n = 1; n <= 20; n++) await DecideAsync(versions, await KeepAsync(stores, Day(0, n, n, 0x90000000 + (uint)n)), VersionKind.Accepted);
        var counted = new CountedVersions(versions);
        var current = new CurrentReadings(stores.Readings, counted);
        Assert.Equal(20, (await current.ListLatestAsync(Invented.Scope, null, 100, Cancel)).Items.Count(static l => l.Reading.Version == 2));
        Assert.Equal(20, (await current.ListAsync(Invented.Scope, null, 100, Cancel)).Items.Count(static r => r.Version == 2));
        Assert.Equal(2, counted.Calls);
    }

    private sealed class CountedVersions(IReadingVersionStore inner) : IReadingVersionStore
    {
        public int Calls { get; private set; }

        public ValueTask<IReadOnlyList<ReadingVersion>> ListAsync(SocietyScope scope, long reading, CancellationToken ct) => inner.ListAsync(scope, reading, ct);

        public ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(SocietyScope scope, IReadOnlyCollection<long> readings, CancellationToken ct)
        {
            Calls++;
            return inner.CurrentAsync(scope, readings, ct);
        }

        public ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(InstallationScope scope, IReadOnlyCollection<long> readings, CancellationToken ct)
        {
            Calls++;
            return inner.CurrentAsync(scope, readings, ct);
        }

        public ValueTask<Change> AppendAsync(SocietyScope scope, Reading reading, ReadingVersion version, CancellationToken ct) => inner.AppendAsync(scope, reading, version, ct);
    }
}
