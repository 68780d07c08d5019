using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteMeterStore
{
    public ValueTask<IReadOnlyList<Installation>> HistoryAsync(SocietyScope scope, MeterId id, CancellationToken ct) =>
        new(History("Meters.HistoryOfMeter", ("$meter", (long)id.SortKey), ("$society", scope.Society.Text)));

    public ValueTask<IReadOnlyList<Installation>> HistoryAsync(SocietyScope scope, string tower, string flat, CancellationToken ct) =>
        new(History("Meters.HistoryOfFlat", ("$society", scope.Society.Text), ("$tower", tower), ("$flat", flat)));

    public ValueTask<IReadOnlyList<Installation>> ListInstalledAsync(SocietyScope scope, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => new(History(
        "Meters.ListInstalled", ("$society", scope.Society.Text), ("$from", from.ToUnixTimeMilliseconds()), ("$to", to.ToUnixTimeMilliseconds())));

    private List<Installation> History(string statement, params (string, object?)[] parameters) => store.Read(session =>
    {
        var list = new List<Installation>();
        using var row = session.Bind(statement, parameters).ExecuteReader();
        while (row.Read())
        {
            list.Add(new(
                MeterId.FromSortKey((ulong)row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetString(3), Columns.ToTime(row.GetInt64(4)),
                row.Long(5) is { } to ? Columns.ToTime(to) : null,
                Columns.ToVolume(row.Long(6), row.Long(7)),
                Columns.ToVolume(row.Long(8), row.Long(9))));
        }
        return list;
    });

    private static void Begin(Session session, Meter meter, DateTimeOffset from, decimal? firstM3)
    {
        var (first, scale) = Columns.FromVolume(firstM3);
        session.Run("Meters.Begin",
            ("$society", meter.Society.Text), ("$meter", (long)meter.Id.SortKey), ("$tower", meter.Tower), ("$flat", meter.Flat), ("$place", meter.Place),
            ("$from_at", from.ToUnixTimeMilliseconds()), ("$first", first), ("$first_scale", (long?)scale));
    }

    private static void End(Session session, SocietyScope scope, MeterId id, DateTimeOffset at, decimal? finalM3)
    {
        var (final, scale) = Columns.FromVolume(finalM3);
        session.Run("Meters.End",
            ("$to_at", Timestamps.Stored(at).ToUnixTimeMilliseconds()), ("$final", final), ("$final_scale", (long?)scale),
            ("$meter", (long)id.SortKey), ("$society", scope.Society.Text));
    }
}
