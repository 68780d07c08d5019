using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Societies;

/// <summary>Societies in memory, for tests and the phone.</summary>
public sealed partial class InMemorySocietyStore : ISocietyStore
{
    private readonly SortedDictionary<string, Rows> societies = new(StringComparer.Ordinal);

    /// <summary>Shared with the meters, which make towers and flats and keep societies from being removed.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>True when a meter hangs there; null: anywhere.</summary>
    internal Func<SocietyId, string?, string?, bool> HasMeters { get; set; } = static (_, _, _) => false;

    public ValueTask<Change> CreateAsync(InstallationScope scope, Society society, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(society));
        lock (Gate)
            return new(societies.TryAdd(society.Id.Text, new(society with { Version = 1, CreatedAt = Timestamps.Stored(society.CreatedAt) }))
                ? new Change(ChangeOutcome.Changed, 1)
                : new Change(ChangeOutcome.Exists, societies[society.Id.Text].Society.Version));
    }

    public ValueTask<Change> RemoveAsync(InstallationScope scope, SocietyId id, long? version, CancellationToken ct)
    {
        lock (Gate)
        {
            if (!societies.TryGetValue(id.Text, out var rows)) return new(new Change(ChangeOutcome.NotFound));
            if (version is { } expected && expected != rows.Society.Version) return new(new Change(ChangeOutcome.Conflict, rows.Society.Version));
            if (HasMeters(id, null, null)) return new(new Change(ChangeOutcome.NotEmpty, rows.Society.Version));
            societies.Remove(id.Text);
            return new(new Change(ChangeOutcome.Changed));
        }
    }

    public ValueTask<Page<Society>> ListAsync(Caller caller, string? next, int limit, CancellationToken ct) =>
        new(List(next, limit, s => caller.IsMember(s.Id) && Authorizer.Allows(caller.Role, Permission.SocietyRead)));

    public ValueTask<Page<Society>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) => new(List(next, limit, static _ => true));

    public ValueTask<Society?> FindAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (Gate) return new(societies.GetValueOrDefault(scope.Society.Text)?.Society);
    }

    public ValueTask<Change> UpdateAsync(SocietyScope scope, Society society, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(society));
        lock (Gate)
        {
            if (!societies.TryGetValue(scope.Society.Text, out var rows)) return new(new Change(ChangeOutcome.NotFound));
            var stored = rows.Society;
            if (stored.Version != society.Version) return new(new Change(ChangeOutcome.Conflict, stored.Version));
            rows.Society = society with { Id = stored.Id, CreatedAt = stored.CreatedAt, Version = stored.Version + 1 };
            return new(new Change(ChangeOutcome.Changed, rows.Society.Version));
        }
    }

    /// <summary>Makes the tower and flat of a meter. Call within <see cref="Gate"/>.</summary>
    internal void Ensure(SocietyId society, string tower, string flat)
    {
        if (!societies.TryGetValue(society.Text, out var rows) || tower.Length == 0) return;
        rows.Towers.TryAdd(tower, new(tower, Version: 1));
        if (flat.Length > 0) rows.Flats.TryAdd((tower, flat), new() { Tower = tower, Number = flat, Version = 1 });
    }

    private Page<Society> List(string? next, int limit, Func<Society, bool> wanted)
    {
        var after = SocietyRules.After(next, limit);
        lock (Gate)
        {
            var list = societies.Values.Select(static r => r.Society).Where(s => string.CompareOrdinal(s.Id.Text, after) > 0 && wanted(s)).Take(limit + 1).ToList();
            return list.Count > limit ? new(list[..limit], list[limit - 1].Id.Text) : new(list, null);
        }
    }

    private sealed class Rows(Society society)
    {
        public Society Society { get; set; } = society;

        public SortedDictionary<string, Tower> Towers { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<(string Tower, string Number), Flat> Flats { get; } = new(Comparer<(string Tower, string Number)>.Create(static (a, b) =>
            string.CompareOrdinal(a.Tower, b.Tower) is not 0 and var order ? order : string.CompareOrdinal(a.Number, b.Number)));
    }
}
