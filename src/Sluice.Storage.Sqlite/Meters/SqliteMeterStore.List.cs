using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteMeterStore
{
    public ValueTask<Page<Meter>> ListAsync(SocietyScope scope, MeterFilter filter, string? next, int limit, CancellationToken ct)
    {
        var after = MeterRules.After(next, limit);
        // The index that leaves the fewest rows; each gives them in the order of the list.
        var statement = filter switch
        {
            { Tower: not null, Flat: not null } => "Meters.ListByFlat",
            { Tower: not null } => "Meters.ListByTower",
            { Status: not null and not MeterStatus.Active } => "Meters.ListByStatus",
            _ => "Meters.List",
        };
        var list = List(statement,
            ("$society", scope.Society.Text),
            ("$after", after is { } key ? (long)key : -1),
            ("$tower", filter.Tower),
            ("$flat", filter.Flat),
            ("$status", (long?)filter.Status),
            ("$purpose", (long?)filter.Purpose),
            ("$text", filter.Text),
            ("$limit", limit + 1L));
        return new(list.Count > limit ? new Page<Meter>(list[..limit], MeterRules.Cursor(list[limit - 1].Id)) : new(list, null));
    }

    public ValueTask<IReadOnlyDictionary<MeterId, Meter>> FindManyAsync(SocietyScope scope, IReadOnlyCollection<MeterId> ids, CancellationToken ct) => new(
        List("Meters.FindMany", ("$ids", $"[{string.Join(',', ids.Select(static id => id.SortKey))}]"), ("$society", scope.Society.Text)).ToDictionary(static m => m.Id));

    public ValueTask<IReadOnlyList<Meter>> FindBySerialAsync(SocietyScope scope, uint serial, CancellationToken ct) => new(List("Meters.FindBySerial",
        ("$first", (long)serial << 16), ("$last", ((long)serial << 16) | 0xFFFF), ("$society", scope.Society.Text)));

    public ValueTask<IReadOnlyDictionary<MeterStatus, int>> CountAsync(SocietyScope scope, CancellationToken ct) => new(store.Read<IReadOnlyDictionary<MeterStatus, int>>(session =>
    {
        var counts = new Dictionary<MeterStatus, int>();
        using var rows = session.Bind("Meters.Count", ("$society", scope.Society.Text)).ExecuteReader();
        while (rows.Read()) counts.Add((MeterStatus)rows.GetInt32(0), rows.GetInt32(1));
        return counts;
    }));

    public ValueTask<IReadOnlyList<DirectoryEntry>> LoadDirectoryAsync(InstallationScope scope, CancellationToken ct) => new(store.Read<IReadOnlyList<DirectoryEntry>>(session =>
    {
        var list = new List<DirectoryEntry>();
        var societies = new Dictionary<string, SocietyId>();   // one string for each society, not for each meter
        using var rows = session.Bind("Meters.LoadDirectory").ExecuteReader();
        while (rows.Read())
        {
            var text = rows.GetString(1);
            if (!societies.TryGetValue(text, out var society)) societies.Add(text, society = SocietyId.Parse(text));
            list.Add(new(MeterId.FromSortKey((ulong)rows.GetInt64(0)), society, (MeterStatus)rows.GetInt32(2), rows.GetInt32(3) != 0));
        }
        return list;
    }));

    private List<Meter> List(string statement, params (string, object?)[] parameters) => store.Read(session =>
    {
        var list = new List<Meter>();
        using var rows = session.Bind(statement, parameters).ExecuteReader();
        while (rows.Read()) list.Add(ToMeter(rows));
        return list;
    });
}
