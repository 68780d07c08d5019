using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;

namespace Sluice.Metering.Readings;

/// <summary>Versions in memory, for tests and the phone.</summary>
public sealed class InMemoryReadingVersionStore(InMemoryIntakeStore intake) : IReadingVersionStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(SocietyId Society, long Reading), List<ReadingVersion>> rows = [];

    public ValueTask<IReadOnlyList<ReadingVersion>> ListAsync(SocietyScope scope, long reading, CancellationToken ct)
    {
        lock (gate) return new([.. rows.GetValueOrDefault((scope.Society, reading), [])]);
    }

    public ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(SocietyScope scope, IReadOnlyCollection<long> readings, CancellationToken ct) =>
        Current(key => key.Society == scope.Society, readings);

    public ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(InstallationScope scope, IReadOnlyCollection<long> readings, CancellationToken ct) =>
        Current(static _ => true, readings);

    public ValueTask<Change> AppendAsync(SocietyScope scope, Reading reading, ReadingVersion version, CancellationToken ct)
    {
        VersionRules.ThrowIfUnfit(scope, reading, version);
        lock (gate)
        {
            if (!rows.TryGetValue((scope.Society, reading.Sequence), out var own)) rows.Add((scope.Society, reading.Sequence), own = []);
            if (version.Version != own.Count + 2) return new(new Change(ChangeOutcome.Conflict, own.Count + 1));
            own.Add(version);
            intake.Rebase(MeterId.Of(reading.Meter), history => VersionRules.Rebase(history, reading, version));
            intake.Readings.SetCurrent(version);
            return new(new Change(ChangeOutcome.Changed, version.Version));
        }
    }

    private ValueTask<IReadOnlyDictionary<long, ReadingVersion>> Current(Predicate<(SocietyId Society, long Reading)> wanted, IReadOnlyCollection<long> readings)
    {
        var ids = readings.ToHashSet();
        lock (gate) return new(rows.Where(r => wanted(r.Key) && ids.Contains(r.Key.Reading)).ToDictionary(static r => r.Key.Reading, static r => r.Value[^1]));
    }
}
