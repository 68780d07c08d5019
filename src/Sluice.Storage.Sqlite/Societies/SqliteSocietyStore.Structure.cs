using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteSocietyStore
{
    public ValueTask<SocietyStructure> StructureAsync(SocietyScope scope, CancellationToken ct) => new(store.Read(session =>
    {
        var (towers, flats) = (new List<Tower>(), new List<Flat>());
        using (var rows = session.Bind("Societies.ListTowers", ("$society", scope.Society.Text)).ExecuteReader())
            while (rows.Read()) towers.Add(ToTower(rows));
        using (var rows = session.Bind("Societies.ListFlats", ("$society", scope.Society.Text)).ExecuteReader())
            while (rows.Read()) flats.Add(ToFlat(rows));
        return new SocietyStructure(towers, flats);
    }));

    public ValueTask<Tower?> FindTowerAsync(SocietyScope scope, string tower, CancellationToken ct) => new(store.Read(session => FindTower(session, scope, tower)));

    public ValueTask<Change> PutTowerAsync(SocietyScope scope, Tower tower, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(tower));
        return store.WriteAsync(session =>
        {
            if (Version(session, scope.Society) is null) return new Change(ChangeOutcome.NotFound);
            var change = SocietyRules.Put(FindTower(session, scope, tower.Name)?.Version, tower.Version);
            if (change.IsDone) Put(session, scope, tower with { Version = change.Version });
            return change;
        }, 1, ct);
    }

    public ValueTask<Change> RemoveTowerAsync(SocietyScope scope, string tower, long? version, CancellationToken ct) => store.WriteAsync(session =>
    {
        var full = session.Number("Societies.TowerIsFull", ("$society", scope.Society.Text), ("$tower", tower)) == 1;
        var change = SocietyRules.Remove(FindTower(session, scope, tower)?.Version, version, full);
        if (change.IsDone) session.Run("Societies.RemoveTower", ("$society", scope.Society.Text), ("$name", tower));
        return change;
    }, 1, ct);

    public ValueTask<Flat?> FindFlatAsync(SocietyScope scope, string tower, string flat, CancellationToken ct) => new(store.Read(session =>
        FindFlat(session, scope, tower, flat) is { } found
            ? scope.May(Permission.ResidentRead) ? found with { Residents = Residents(session, scope, tower, flat) } : found
            : null));

    public ValueTask<IReadOnlyDictionary<(string Tower, string Number), Flat>> FindFlatsAsync(
        SocietyScope scope, IReadOnlyCollection<(string Tower, string Number)> places, CancellationToken ct) => new(store.Read<IReadOnlyDictionary<(string, string), Flat>>(session =>
    {
        var found = new Dictionary<(string Tower, string Number), Flat>(places.Count);
        var wanted = JsonSerializer.Serialize([.. places.Select(static p => (string[])[p.Tower, p.Number])], PlacesJson.Default.StringArrayArray);
        using var rows = session.Bind("Societies.FindFlats", ("$society", scope.Society.Text), ("$places", wanted)).ExecuteReader();
        while (rows.Read())
        {
            var flat = ToFlat(rows);
            found[(flat.Tower, flat.Number)] = flat;
        }
        return found;
    }));

    public ValueTask<Change> PutFlatAsync(SocietyScope scope, Flat flat, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(flat));
        return store.WriteAsync(session =>
        {
            if (Version(session, scope.Society) is null) return new Change(ChangeOutcome.NotFound);
            var change = SocietyRules.Put(FindFlat(session, scope, flat.Tower, flat.Number)?.Version, flat.Version);
            if (change.IsDone) Put(session, scope, flat with { Version = change.Version });
            return change;
        }, 2, ct);
    }

    public ValueTask<Change> RemoveFlatAsync(SocietyScope scope, string tower, string flat, long? version, CancellationToken ct) => store.WriteAsync(session =>
    {
        var full = session.Number("Societies.FlatIsFull", ("$society", scope.Society.Text), ("$tower", tower), ("$flat", flat)) == 1;
        var change = SocietyRules.Remove(FindFlat(session, scope, tower, flat)?.Version, version, full);
        if (!change.IsDone) return change;
        Erase(session, scope.Society, tower, flat, null);
        session.Run("Societies.RemoveFlat", ("$society", scope.Society.Text), ("$tower", tower), ("$number", flat));
        return change;
    }, 2, ct);

    public ValueTask<int> MergeAsync(SocietyScope scope, IReadOnlyList<Tower> towers, IReadOnlyList<Flat> flats, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(towers, flats);
        return store.WriteAsync(session =>
        {
            if (Version(session, scope.Society) is null) return 0;
            var changed = 0;
            foreach (var tower in towers)
            {
                if (SocietyRules.Merge(FindTower(session, scope, tower.Name), tower) is not { } merged) continue;
                Put(session, scope, merged);
                changed++;
            }
            foreach (var flat in flats) changed += Merge(session, scope, flat);
            return changed;
        }, towers.Count + flats.Count, ct);
    }

    private static int Merge(Session session, SocietyScope scope, Flat flat)
    {
        var changed = session.Run("Societies.EnsureTower", ("$society", scope.Society.Text), ("$name", flat.Tower));
        var stored = FindFlat(session, scope, flat.Tower, flat.Number);
        var residents = stored is null || flat.Residents.Count == 0 ? [] : Residents(session, scope, flat.Tower, flat.Number);
        if (SocietyRules.Merge(stored is null ? null : stored with { Residents = residents }, flat) is not { } merged) return changed;
        Put(session, scope, merged);
        if (flat.Residents.Count > 0 && !ReferenceEquals(merged.Residents, residents)) Replace(session, scope, flat.Tower, flat.Number, merged.Residents);
        return changed + 1;
    }

    private static Tower? FindTower(Session session, SocietyScope scope, string tower)
    {
        using var row = session.Bind("Societies.FindTower", ("$society", scope.Society.Text), ("$name", tower)).ExecuteReader();
        return row.Read() ? ToTower(row) : null;
    }

    private static Flat? FindFlat(Session session, SocietyScope scope, string tower, string flat)
    {
        using var row = session.Bind("Societies.FindFlat", ("$society", scope.Society.Text), ("$tower", tower), ("$number", flat)).ExecuteReader();
        return row.Read() ? ToFlat(row) : null;
    }

    private static void Put(Session session, SocietyScope scope, Tower tower) => session.Run("Societies.PutTower",
        ("$society", scope.Society.Text), ("$name", tower.Name), ("$lat", tower.Coordinates?.Lat), ("$lng", tower.Coordinates?.Lng),
        ("$floors", (long?)tower.Floors), ("$version", tower.Version));

    private static void Put(Session session, SocietyScope scope, Flat flat)
    {
        session.Run("Societies.EnsureTower", ("$society", scope.Society.Text), ("$name", flat.Tower));
        session.Run("Societies.PutFlat",
            ("$society", scope.Society.Text), ("$tower", flat.Tower), ("$number", flat.Number), ("$floor", (long?)flat.Floor), ("$type", flat.Type),
            ("$lat", flat.Coordinates?.Lat), ("$lng", flat.Coordinates?.Lng), ("$version", flat.Version));
    }

    private static Tower ToTower(SqliteDataReader row) => new(row.GetString(0), row.Place(1), (int?)row.Long(3), row.GetInt64(4));

    private static Flat ToFlat(SqliteDataReader row) => new()
    {
        Tower = row.GetString(0),
        Number = row.GetString(1),
        Floor = (int?)row.Long(2),
        Type = row.GetString(3),
        Coordinates = row.Place(4),
        Version = row.GetInt64(6),
    };
}

[JsonSerializable(typeof(string[][]))]
internal sealed partial class PlacesJson : JsonSerializerContext;
