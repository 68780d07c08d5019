using Sluice.Metering.Identity;

namespace Sluice.Metering.Societies;

public sealed partial class InMemorySocietyStore
{
    public ValueTask<SocietyStructure> StructureAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (Gate)
            return new(societies.TryGetValue(scope.Society.Text, out var rows)
                ? new SocietyStructure([.. rows.Towers.Values], [.. rows.Flats.Values.Select(static f => f with { Residents = [] })])
                : new SocietyStructure([], []));
    }

    public ValueTask<Tower?> FindTowerAsync(SocietyScope scope, string tower, CancellationToken ct)
    {
        lock (Gate) return new(societies.GetValueOrDefault(scope.Society.Text)?.Towers.GetValueOrDefault(tower));
    }

    public ValueTask<Change> PutTowerAsync(SocietyScope scope, Tower tower, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(tower));
        lock (Gate)
        {
            if (!societies.TryGetValue(scope.Society.Text, out var rows)) return new(new Change(ChangeOutcome.NotFound));
            var change = SocietyRules.Put(rows.Towers.GetValueOrDefault(tower.Name)?.Version, tower.Version);
            if (change.IsDone) rows.Towers[tower.Name] = tower with { Version = change.Version };
            return new(change);
        }
    }

    public ValueTask<Change> RemoveTowerAsync(SocietyScope scope, string tower, long? version, CancellationToken ct)
    {
        lock (Gate)
        {
            var rows = societies.GetValueOrDefault(scope.Society.Text);
            var full = rows is not null && (rows.Flats.Keys.Any(k => k.Tower == tower) || HasMeters(scope.Society, tower, null));
            var change = SocietyRules.Remove(rows?.Towers.GetValueOrDefault(tower)?.Version, version, full);
            if (change.IsDone) rows!.Towers.Remove(tower);
            return new(change);
        }
    }

    public ValueTask<Flat?> FindFlatAsync(SocietyScope scope, string tower, string flat, CancellationToken ct)
    {
        lock (Gate)
        {
            var found = societies.GetValueOrDefault(scope.Society.Text)?.Flats.GetValueOrDefault((tower, flat));
            return new(found is null || scope.May(Permission.ResidentRead) ? found : found with { Residents = [] });
        }
    }

    public ValueTask<Change> PutFlatAsync(SocietyScope scope, Flat flat, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(flat));
        lock (Gate)
        {
            if (!societies.TryGetValue(scope.Society.Text, out var rows)) return new(new Change(ChangeOutcome.NotFound));
            var stored = rows.Flats.GetValueOrDefault((flat.Tower, flat.Number));
            var change = SocietyRules.Put(stored?.Version, flat.Version);
            if (!change.IsDone) return new(change);
            Ensure(scope.Society, flat.Tower, "");
            rows.Flats[(flat.Tower, flat.Number)] = flat with { Version = change.Version, Residents = stored?.Residents ?? [] };
            return new(change);
        }
    }

    public ValueTask<Change> RemoveFlatAsync(SocietyScope scope, string tower, string flat, long? version, CancellationToken ct)
    {
        lock (Gate)
        {
            var rows = societies.GetValueOrDefault(scope.Society.Text);
            var change = SocietyRules.Remove(rows?.Flats.GetValueOrDefault((tower, flat))?.Version, version, HasMeters(scope.Society, tower, flat));
            if (change.IsDone) rows!.Flats.Remove((tower, flat));
            return new(change);
        }
    }

    public ValueTask<int> MergeAsync(SocietyScope scope, IReadOnlyList<Tower> towers, IReadOnlyList<Flat> flats, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(towers, flats);
        lock (Gate)
        {
            if (!societies.TryGetValue(scope.Society.Text, out var rows)) return new(0);
            var changed = 0;
            foreach (var tower in towers)
            {
                var stored = rows.Towers.GetValueOrDefault(tower.Name);
                if (SocietyRules.Merge(stored, tower) is not { } merged) continue;
                rows.Towers[tower.Name] = merged;
                changed++;
            }
            foreach (var flat in flats)
            {
                if (!rows.Towers.ContainsKey(flat.Tower)) changed++;
                Ensure(scope.Society, flat.Tower, "");
                var stored = rows.Flats.GetValueOrDefault((flat.Tower, flat.Number));
                if (SocietyRules.Merge(stored, flat) is not { } merged) continue;
                rows.Flats[(flat.Tower, flat.Number)] = merged;
                changed++;
            }
            return new(changed);
        }
    }

    public ValueTask<Change> SetResidentsAsync(SocietyScope scope, string tower, string flat, IReadOnlyList<Resident> residents, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(residents));
        lock (Gate)
        {
            var rows = societies.GetValueOrDefault(scope.Society.Text);
            if (rows?.Flats.GetValueOrDefault((tower, flat)) is not { } stored) return new(new Change(ChangeOutcome.NotFound));
            rows.Flats[(tower, flat)] = stored with { Residents = [.. residents], Version = stored.Version + 1 };
            return new(new Change(ChangeOutcome.Changed, stored.Version + 1));
        }
    }

    public ValueTask<int> EraseResidentsAsync(SocietyScope scope, string? tower, string? flat, DateOnly? movedOutBefore, CancellationToken ct)
    {
        lock (Gate)
        {
            if (!societies.TryGetValue(scope.Society.Text, out var rows)) return new(0);
            var erased = 0;
            foreach (var (place, stored) in rows.Flats.ToList())
            {
                if ((tower is not null && place.Tower != tower) || (flat is not null && place.Number != flat)) continue;
                var kept = stored.Residents.Where(r => movedOutBefore is { } day && !(r.MovedOut < day)).ToList();
                if (kept.Count == stored.Residents.Count) continue;
                erased += stored.Residents.Count - kept.Count;
                rows.Flats[place] = stored with { Residents = kept, Version = stored.Version + 1 };
            }
            return new(erased);
        }
    }
}
