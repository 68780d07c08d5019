using System.Runtime.Versioning;
using System.Security.Cryptography;
using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Storage.Sqlite;

/// <summary>The meter keys, each in its envelope under the data key of its society.</summary>
[UnsupportedOSPlatform("browser")]
public sealed class SqliteMeterKeyStore : IMeterKeyStore
{
    private const long Any = -1;

    private readonly SqliteStore store;
    private readonly DataKeys dataKeys;
    private readonly TimeProvider clock;

    internal SqliteMeterKeyStore(SqliteStore store, DataKeys dataKeys, TimeProvider clock)
    {
        this.store = store;
        this.dataKeys = dataKeys;
        this.clock = clock;
    }

    public async ValueTask<IReadOnlyList<KeyOutcome>> PutAsync(SocietyScope scope, IReadOnlyList<MeterKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return [];
        var society = scope.Society.Text;
        var dataKey = await dataKeys.GetAsync(society, ct);
        try
        {
            return await store.WriteAsync<IReadOnlyList<KeyOutcome>>(session => [.. keys.Select(key => Put(session, society, key, dataKey))], keys.Count, ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey.Key);
        }
    }

    public async ValueTask<IReadOnlyList<MeterKey>> FindAsync(SocietyScope scope, IReadOnlyCollection<uint> serials, CancellationToken ct)
    {
        var society = scope.Society.Text;
        if (serials.Count == 0 || await dataKeys.FindAsync(society, ct) is not { } dataKey) return [];
        return store.Read(session =>
        {
            var list = new List<MeterKey>();
            foreach (var serial in serials) Open(session, "Keys.FindBySerial", society, dataKey, list, ("$data_key", dataKey.Id), ("$serial", (long)serial));
            return list;
        });
    }

    public async ValueTask<IReadOnlyList<SocietyKey>> LoadAsync(InstallationScope scope, CancellationToken ct)
    {
        var all = new List<SocietyKey>();
        foreach (var society in store.Read(Societies))
        {
            var dataKey = (await dataKeys.FindAsync(society, ct))!.Value;
            var list = new List<MeterKey>();
            store.Read(session =>
            {
                Open(session, "Keys.Load", society, dataKey, list, ("$data_key", dataKey.Id));
                return true;
            });
            var id = SocietyId.TryParse(society, out var parsed) ? parsed : default;
            all.AddRange(list.Select(key => new SocietyKey(id, key)));
        }
        return all;
    }

    /// <summary>Forgets keys kept before there were societies, once they are kept in one.</summary>
    public async ValueTask RemoveUnassignedAsync(InstallationScope scope, CancellationToken ct) =>
        await store.WriteAsync(session => RemoveAll(session, ""), 10, ct);

    /// <summary>Forgets every key of a society, and the data key without which no copy of them can be read.</summary>
    internal static bool RemoveAll(Session session, string society)
    {
        session.Run("Keys.RemoveAll", ("$society", society));
        return session.Run("Keys.RemoveDataKey", ("$society", society)) > 0;
    }

    private static List<string> Societies(Session session)
    {
        var list = new List<string>();
        using var rows = session.Bind("Keys.Societies").ExecuteReader();
        while (rows.Read()) list.Add(rows.GetString(0));
        return list;
    }

    private static void Open(Session session, string statement, string society, (long Id, byte[] Key) dataKey, List<MeterKey> list, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var rows = session.Bind(statement, parameters).ExecuteReader();
        while (rows.Read())
        {
            var (serial, manufacturer, name) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetString(4));
            var bound = new MeterKey(serial == Any ? null : (uint)serial, new byte[16], manufacturer == Any ? null : new Manufacturer((ushort)manufacturer), name);
            var bytes = KeyEnvelope.Open(dataKey.Key, rows.GetFieldValue<byte[]>(3), KeyEnvelope.MeterContext(society, bound, rows.GetInt32(2)));
            list.Add(new(bound.Serial, bytes, bound.Manufacturer, name));
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private KeyOutcome Put(Session session, string society, MeterKey key, (long Id, byte[] Key) dataKey)
    {
        var (serial, manufacturer) = (key.Serial ?? Any, (long?)key.Manufacturer?.Code ?? Any);
        var version = 1;
        var newest = session.Bind("Keys.Newest", ("$data_key", dataKey.Id), ("$serial", serial), ("$manufacturer", manufacturer));
        using (var row = newest.ExecuteReader())
        {
            if (row.Read())
            {
                var (id, before) = (row.GetInt64(0), row.GetInt32(1));
                var bytes = KeyEnvelope.Open(dataKey.Key, row.GetFieldValue<byte[]>(2), KeyEnvelope.MeterContext(society, key, before));
                var same = CryptographicOperations.FixedTimeEquals(bytes, key.Bytes);
                CryptographicOperations.ZeroMemory(bytes);
                if (same)
                {
                    row.Close();
                    session.Run("Keys.Rename", ("$name", key.Name), ("$id", id));
                    return KeyOutcome.Unchanged;
                }
                version = before + 1;
            }
        }
        session.Run("Keys.Add",
            ("$data_key", dataKey.Id),
            ("$serial", serial),
            ("$manufacturer", manufacturer),
            ("$version", (long)version),
            ("$envelope", KeyEnvelope.Seal(dataKey.Key, key.Bytes, KeyEnvelope.MeterContext(society, key, version))),
            ("$fingerprint", key.Fingerprint),
            ("$name", key.Name),
            ("$added_at", clock.GetUtcNow().ToUnixTimeMilliseconds()));
        return version == 1 ? KeyOutcome.Added : KeyOutcome.Replaced;
    }
}
