using Microsoft.Data.Sqlite;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Storage.Sqlite;

/// <summary>The registered meters, and a row for each time one hung in a place.</summary>
public sealed partial class SqliteMeterStore : IMeterStore
{
    private readonly SqliteStore store;

    internal SqliteMeterStore(SqliteStore store) => this.store = store;

    public ValueTask<Meter?> FindAsync(SocietyScope scope, MeterId id, CancellationToken ct) => new(store.Read(session => Own(Find(session, id), scope)));

    public ValueTask SetKeyFingerprintsAsync(SocietyScope scope, IReadOnlyList<(MeterId Id, string Fingerprint)> fingerprints, CancellationToken ct)
    {
        if (fingerprints.Count == 0) return default;
        return Done(store.WriteAsync(session =>
        {
            foreach (var (id, fingerprint) in fingerprints)
                session.Run("Meters.SetFingerprint", ("$fingerprint", fingerprint), ("$id", (long)id.SortKey), ("$society", scope.Society.Text));
            return true;
        }, fingerprints.Count, ct));

        static async ValueTask Done(ValueTask<bool> write) => await write;
    }

    private static Meter? Find(Session session, MeterId id)
    {
        using var row = session.Bind("Meters.Find", ("$id", (long)id.SortKey)).ExecuteReader();
        return row.Read() ? ToMeter(row) : null;
    }

    private static Meter? Own(Meter? meter, SocietyScope scope) => meter?.Society == scope.Society ? meter : null;

    private static Meter ToMeter(SqliteDataReader row) => new()
    {
        Id = MeterId.FromSortKey((ulong)row.GetInt64(0)),
        Society = SocietyId.Parse(row.GetString(1)),
        Tower = row.GetString(2),
        Flat = row.GetString(3),
        Place = row.GetString(4),
        Purpose = (MeterPurpose)row.GetInt32(5),
        MeterType = row.GetString(6),
        InstallationDate = row.Day(7),
        Location = row.Place(8),
        Status = (MeterStatus)row.GetInt32(10),
        KeyFingerprint = row.Text(11),
        Version = row.GetInt64(12),
    };
}
