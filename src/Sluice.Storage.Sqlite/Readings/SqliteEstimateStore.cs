using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

/// <summary>Kept estimates.</summary>
public sealed class SqliteEstimateStore : IEstimateStore
{
    private readonly SqliteStore store;

    internal SqliteEstimateStore(SqliteStore store) => this.store = store;

    public ValueTask<KeptEstimate> AddAsync(SocietyScope scope, KeptEstimate estimate, CancellationToken ct)
    {
        var made = estimate.AsStored(scope, 0);
        return store.WriteAsync(session =>
        {
            var (total, scale) = Columns.FromVolume(made.Estimate.TotalM3);
            session.Run("Readings.AddEstimate",
                ("$society", scope.Society.Text), ("$meter", (long)made.Meter.SortKey), ("$at", made.Estimate.At.ToUnixTimeMilliseconds()), ("$total", total), ("$scale", scale),
                ("$method", (long)made.Estimate.Method), ("$by", made.By), ("$made", made.MadeAt.ToUnixTimeMilliseconds()));
            return List(session, scope, made.Meter, made.Estimate.At, 1_000).First(e => e.Estimate.TotalM3 == made.Estimate.TotalM3);
        }, 1, ct);
    }

    public ValueTask<IReadOnlyList<KeptEstimate>> ListAsync(SocietyScope scope, MeterId meter, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<KeptEstimate>>(session => List(session, scope, meter, null, IEstimateStore.MaxList)));

    private static List<KeptEstimate> List(Session session, SocietyScope scope, MeterId meter, DateTimeOffset? at, int limit)
    {
        var list = new List<KeptEstimate>();
        using var rows = session.Bind("Readings.ListEstimates",
            ("$society", scope.Society.Text), ("$meter", (long)meter.SortKey), ("$at", at?.ToUnixTimeMilliseconds()), ("$limit", limit)).ExecuteReader();
        while (rows.Read())
            list.Add(new()
            {
                Id = rows.GetInt64(0),
                Society = scope.Society,
                Meter = meter,
                Estimate = new((EstimateMethod)rows.GetInt32(1), Columns.ToTime(rows.GetInt64(2)), Columns.ToVolume(rows.Long(3), rows.Long(4))!.Value),
                By = rows.GetString(5),
                MadeAt = Columns.ToTime(rows.GetInt64(6)),
            });
        return list;
    }
}
