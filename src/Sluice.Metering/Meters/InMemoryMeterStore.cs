using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;

namespace Sluice.Metering.Meters;

/// <summary>Meters in memory, for tests and the phone.</summary>
public sealed partial class InMemoryMeterStore : IMeterStore
{
    private readonly InMemorySocietyStore societies;
    private readonly InMemoryEventLog? events;
    private readonly SortedDictionary<ulong, Meter> meters = [];
    private readonly List<(SocietyId Society, Installation Row)> installations = [];

    /// <param name="societies">Where towers and flats are made.</param>
    /// <param name="events">Gets the events of meters; null: nobody does.</param>
    public InMemoryMeterStore(InMemorySocietyStore societies, InMemoryEventLog? events = null)
    {
        this.societies = societies;
        this.events = events;
        societies.HasMeters = (society, tower, flat) => meters.Values.Any(m => m.Society == society && (tower is null || m.Tower == tower) && (flat is null || m.Flat == flat));
    }

    public ValueTask<Meter?> FindAsync(SocietyScope scope, MeterId id, CancellationToken ct)
    {
        lock (societies.Gate) return new(Find(scope, id));
    }

    public ValueTask<IReadOnlyList<Meter>> FindBySerialAsync(SocietyScope scope, uint serial, CancellationToken ct)
    {
        lock (societies.Gate) return new([.. meters.Values.Where(m => m.Id.Serial == serial && m.Society == scope.Society)]);
    }

    public ValueTask<Page<Meter>> ListAsync(SocietyScope scope, MeterFilter filter, string? next, int limit, CancellationToken ct)
    {
        var after = MeterRules.After(next, limit);
        lock (societies.Gate)
        {
            var list = meters.Values.Where(m => m.Society == scope.Society && !(m.Id.SortKey <= after) && filter.Fits(m)).Take(limit + 1).ToList();
            return new(list.Count > limit ? new Page<Meter>(list[..limit], MeterRules.Cursor(list[limit - 1].Id)) : new(list, null));
        }
    }

    public ValueTask<IReadOnlyDictionary<MeterStatus, int>> CountAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (societies.Gate) return new(meters.Values.Where(m => m.Society == scope.Society).CountBy(static m => m.Status).ToDictionary());
    }

    public ValueTask<IReadOnlyList<Installation>> HistoryAsync(SocietyScope scope, MeterId id, CancellationToken ct) => new(History(scope, i => i.Meter == id));

    public ValueTask<IReadOnlyList<Installation>> ListInstalledAsync(SocietyScope scope, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        new(History(scope, i => i.From >= from && i.From < to));

    public ValueTask<IReadOnlyList<Installation>> HistoryAsync(SocietyScope scope, string tower, string flat, CancellationToken ct) =>
        new(History(scope, i => i.Tower == tower && i.Flat == flat));

    public ValueTask SetKeyFingerprintsAsync(SocietyScope scope, IReadOnlyList<(MeterId Id, string Fingerprint)> fingerprints, CancellationToken ct)
    {
        lock (societies.Gate)
            foreach (var (id, fingerprint) in fingerprints)
                if (Find(scope, id) is { } meter)
                    meters[id.SortKey] = meter with { KeyFingerprint = fingerprint };
        return default;
    }

    public ValueTask<IReadOnlyList<DirectoryEntry>> LoadDirectoryAsync(InstallationScope scope, CancellationToken ct)
    {
        lock (societies.Gate) return new([.. meters.Values.Select(m => new DirectoryEntry(m.Id, m.Society, m.Status, TookAPlace(m)))]);
    }

    /// <summary>True when another meter of the same place had just gone when it came.</summary>
    private bool TookAPlace(Meter meter) => installations.Exists(put => put.Society == meter.Society && put.Row.Meter == meter.Id && installations.Exists(gone =>
        gone.Society == put.Society && (gone.Row.Tower, gone.Row.Flat, gone.Row.Place, gone.Row.To) == (put.Row.Tower, put.Row.Flat, put.Row.Place, put.Row.From) && gone.Row.Meter != put.Row.Meter));

    private Meter? Find(SocietyScope scope, MeterId id) => meters.GetValueOrDefault(id.SortKey) is { } meter && meter.Society == scope.Society ? meter : null;

    private IReadOnlyList<Installation> History(SocietyScope scope, Func<Installation, bool> wanted)
    {
        lock (societies.Gate) return [.. installations.Where(i => i.Society == scope.Society && wanted(i.Row)).Select(static i => i.Row).OrderBy(static i => i.From)];
    }
}
