using System.Runtime.Versioning;
using System.Security.Cryptography;
using Sluice.Metering.Keys;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Storage.Sqlite;

/// <summary>The meter keys, each in its envelope.</summary>
[UnsupportedOSPlatform("browser")]
public sealed class SqliteMeterKeyStore : IMeterKeyStore
{
    private const string Society = "";   // one society, until there are more
    private const long Any = -1;

    private readonly SqliteStore store;
    private readonly IKeyWrapper wrapper;
    private readonly TimeProvider clock;
    private (long Id, byte[] Key)? dataKey;

    internal SqliteMeterKeyStore(SqliteStore store, IKeyWrapper wrapper, TimeProvider clock)
    {
        this.store = store;
        this.wrapper = wrapper;
        this.clock = clock;
    }

    public async ValueTask<IReadOnlyList<KeyOutcome>> PutAsync(IReadOnlyList<MeterKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return [];
        var (id, data) = await DataKeyAsync(ct) ?? await NewDataKeyAsync(ct);
        return await store.WriteAsync<IReadOnlyList<KeyOutcome>>(session => [.. keys.Select(key => Put(session, key, id, data))], keys.Count, ct);
    }

    public async ValueTask<IReadOnlyList<MeterKey>> LoadAsync(CancellationToken ct)
    {
        if (await DataKeyAsync(ct) is not { } data) return [];
        return store.Read(session =>
        {
            var list = new List<MeterKey>();
            using var rows = session.Bind("Keys.Load", ("$data_key", data.Id)).ExecuteReader();
            while (rows.Read())
            {
                var (serial, manufacturer, name) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetString(4));
                var bound = new MeterKey(serial == Any ? null : (uint)serial, new byte[16], manufacturer == Any ? null : new Manufacturer((ushort)manufacturer), name);
                var bytes = KeyEnvelope.Open(data.Key, rows.GetFieldValue<byte[]>(3), KeyEnvelope.MeterContext(Society, bound, rows.GetInt32(2)));
                list.Add(new(bound.Serial, bytes, bound.Manufacturer, name));
                CryptographicOperations.ZeroMemory(bytes);
            }
            return list;
        });
    }

    private KeyOutcome Put(Session session, MeterKey key, long dataKeyId, byte[] data)
    {
        var (serial, manufacturer) = (key.Serial ?? Any, (long?)key.Manufacturer?.Code ?? Any);
        var version = 1;
        var newest = session.Bind("Keys.Newest", ("$data_key", dataKeyId), ("$serial", serial), ("$manufacturer", manufacturer));
        using (var row = newest.ExecuteReader())
        {
            if (row.Read())
            {
                var (id, before) = (row.GetInt64(0), row.GetInt32(1));
                var bytes = KeyEnvelope.Open(data, row.GetFieldValue<byte[]>(2), KeyEnvelope.MeterContext(Society, key, before));
                if (CryptographicOperations.FixedTimeEquals(bytes, key.Bytes))
                {
                    row.Close();
                    session.Run("Keys.Rename", ("$name", key.Name), ("$id", id));
                    return KeyOutcome.Unchanged;
                }
                version = before + 1;
            }
        }
        session.Run("Keys.Add",
            ("$data_key", dataKeyId),
            ("$serial", serial),
            ("$manufacturer", manufacturer),
            ("$version", (long)version),
            ("$envelope", KeyEnvelope.Seal(data, key.Bytes, KeyEnvelope.MeterContext(Society, key, version))),
            ("$fingerprint", key.Fingerprint),
            ("$name", key.Name),
            ("$added_at", clock.GetUtcNow().ToUnixTimeMilliseconds()));
        return version == 1 ? KeyOutcome.Added : KeyOutcome.Replaced;
    }

    private async ValueTask<(long Id, byte[] Key)?> DataKeyAsync(CancellationToken ct)
    {
        if (dataKey is not null) return dataKey;
        var found = store.Read<(long Id, byte[] Wrapped)?>(session =>
        {
            using var row = session.Bind("Keys.FindDataKey", ("$society", Society)).ExecuteReader();
            return row.Read() ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
        });
        if (found is not { } wrapped) return null;
        return dataKey = (wrapped.Id, await wrapper.UnwrapAsync(wrapped.Wrapped, DataKeyContext, ct));
    }

    private async ValueTask<(long Id, byte[] Key)> NewDataKeyAsync(CancellationToken ct)
    {
        var wrapped = await wrapper.WrapAsync(RandomNumberGenerator.GetBytes(KeyEnvelope.KeyBytes), DataKeyContext, ct);
        await store.WriteAsync(session => session.Run("Keys.AddDataKey",
            ("$society", Society), ("$wrapped", wrapped), ("$created_at", clock.GetUtcNow().ToUnixTimeMilliseconds())), 1, ct);
        // Read back: another caller may have been first.
        return (await DataKeyAsync(ct))!.Value;
    }

    private static string DataKeyContext => $"data-key/society={Society}";
}
