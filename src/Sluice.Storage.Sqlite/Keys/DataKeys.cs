using System.Runtime.Versioning;
using System.Security.Cryptography;
using Sluice.Metering.Keys;

namespace Sluice.Storage.Sqlite;

/// <summary>The data keys of the societies, wrapped: under them meter keys and webhook secrets are sealed.</summary>
[UnsupportedOSPlatform("browser")]
internal sealed class DataKeys(SqliteStore store, IKeyWrapper wrapper, TimeProvider clock)
{
    /// <summary>The society's key; null when it has none yet.</summary>
    public async ValueTask<(long Id, byte[] Key)?> FindAsync(string society, CancellationToken ct)
    {
        var found = store.Read<(long Id, byte[] Wrapped)?>(session =>
        {
            using var row = session.Bind("Keys.FindDataKey", ("$society", society)).ExecuteReader();
            return row.Read() ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
        });
        return found is { } wrapped ? (wrapped.Id, await wrapper.UnwrapAsync(wrapped.Wrapped, Context(society), ct)) : null;
    }

    /// <summary>The society's key, made when it has none.</summary>
    public async ValueTask<(long Id, byte[] Key)> GetAsync(string society, CancellationToken ct) => await FindAsync(society, ct) ?? await MakeAsync(society, ct);

    private async ValueTask<(long Id, byte[] Key)> MakeAsync(string society, CancellationToken ct)
    {
        var wrapped = await wrapper.WrapAsync(RandomNumberGenerator.GetBytes(KeyEnvelope.KeyBytes), Context(society), ct);
        await store.WriteAsync(session => session.Run("Keys.AddDataKey",
            ("$society", society), ("$wrapped", wrapped), ("$created_at", clock.GetUtcNow().ToUnixTimeMilliseconds())), 1, ct);
        // Read back: another caller may have been first.
        return (await FindAsync(society, ct))!.Value;
    }

    private static string Context(string society) => $"data-key/society={society}";
}
