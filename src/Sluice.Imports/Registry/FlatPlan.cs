using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Imports.Registry;

/// <summary>What a row says about its flat. What it does not say (null, empty) stays.</summary>
internal sealed record FlatSaid(int? Floor, string Type, string ResidentName, string ResidentContact)
{
    public bool IsEmpty => Floor is null && Type.Length == 0 && ResidentName.Length == 0;

    public Flat ToFlat(string tower, string number) => new()
    {
        Tower = tower,
        Number = number,
        Floor = Floor,
        Type = Type,
        Residents = ResidentName.Length > 0 ? [new(ResidentName, ResidentContact)] : [],
    };
}

/// <summary>Flats as all rows of a file together say they are: a flat with several meters has one list of residents.</summary>
internal sealed class FlatPlan(SocietyScope scope, ISocietyStore societies)
{
    private readonly Dictionary<(string Tower, string Number), Flat> stored = [];
    private readonly Dictionary<(string Tower, string Number), Flat> said = [];
    private readonly HashSet<(string Tower, string Number)> withResidents = [];

    /// <returns>False when there is no such society.</returns>
    public async ValueTask<bool> OpenAsync(CancellationToken ct)
    {
        if (await societies.FindAsync(scope, ct) is null) return false;
        foreach (var flat in (await societies.StructureAsync(scope, ct)).Flats) stored[(flat.Tower, flat.Number)] = flat;
        return true;
    }

    public void Collect(string tower, string number, FlatSaid row)
    {
        if (number.Length == 0 || row.IsEmpty) return;
        var given = row.ToFlat(tower, number);
        if (!said.TryGetValue((tower, number), out var before))
        {
            said.Add((tower, number), given);
            return;
        }
        said[(tower, number)] = before with
        {
            Floor = before.Floor ?? given.Floor,
            Type = before.Type.Length > 0 ? before.Type : given.Type,
            Residents = [.. before.Residents.Concat(given.Residents).DistinctBy(static r => (r.Name, r.Contact)).Take(SocietyRules.MaxResidents)],
        };
    }

    /// <summary>Names of the fields of a flat that change.</summary>
    public async ValueTask<IReadOnlyList<string>> ChangesAsync(string tower, string number, CancellationToken ct)
    {
        if (!said.ContainsKey((tower, number))) return [];
        var (before, after) = (await StoredAsync(tower, number, ct), await MergedAsync(tower, number, ct));
        var changes = new List<string>();
        if (before?.Floor != after.Floor) changes.Add("floor");
        if ((before?.Type ?? "") != after.Type) changes.Add("flatType");
        if (!after.Residents.SequenceEqual(before?.Residents ?? [])) changes.Add("residents");
        return changes;
    }

    /// <summary>Stores what was said about these flats.</summary>
    public async ValueTask ApplyAsync(IEnumerable<(string Tower, string Number)> flats, CancellationToken ct)
    {
        var changed = new List<Flat>();
        foreach (var (tower, number) in flats.Where(said.ContainsKey).Distinct().ToList()) changed.Add(await MergedAsync(tower, number, ct));
        if (changed.Count > 0) await societies.MergeAsync(scope, [], changed, ct);
    }

    private async ValueTask<Flat> MergedAsync(string tower, string number, CancellationToken ct)
    {
        var given = said[(tower, number)];
        if (await StoredAsync(tower, number, ct) is not { } before) return given;
        var residents = before.Residents;
        if (given.Residents.Count > 0)
        {
            // Whoever moved out is kept until their time is over; a contact the file does not have stays.
            Resident[] now = [.. given.Residents.Select(r => r.Contact.Length > 0 ? r : before.Residents.FirstOrDefault(b => b.Name == r.Name && b.MovedOut is null) ?? r)];
            residents = [.. now, .. before.Residents.Where(static r => r.MovedOut is not null)];
            if (residents.Count == before.Residents.Count && residents.All(before.Residents.Contains)) residents = before.Residents;
        }
        return before with { Floor = given.Floor ?? before.Floor, Type = given.Type.Length > 0 ? given.Type : before.Type, Residents = residents };
    }

    private async ValueTask<Flat?> StoredAsync(string tower, string number, CancellationToken ct)
    {
        var key = (tower, number);
        if (!stored.TryGetValue(key, out var flat) || said[key].Residents.Count == 0 || !withResidents.Add(key)) return flat;
        return stored[key] = await societies.FindFlatAsync(scope, tower, number, ct) ?? flat;
    }
}
