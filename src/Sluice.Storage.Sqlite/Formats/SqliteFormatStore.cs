using Sluice.Metering.Formats;

namespace Sluice.Storage.Sqlite;

/// <summary>The learned formats.</summary>
public sealed class SqliteFormatStore : IFormatStore
{
    private readonly SqliteStore store;

    internal SqliteFormatStore(SqliteStore store) => this.store = store;

    public async ValueTask SaveAsync(ushort signature, ReadOnlyMemory<byte> headers, DateTimeOffset learnedAt, CancellationToken ct) =>
        await store.WriteAsync(session => session.Run("Formats.Save",
            ("$headers", headers.ToArray()), ("$signature", (long)signature), ("$learned_at", learnedAt.ToUnixTimeMilliseconds())), 1, ct);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LoadAsync(CancellationToken ct) => new(store.Read<IReadOnlyList<ReadOnlyMemory<byte>>>(session =>
    {
        var list = new List<ReadOnlyMemory<byte>>();
        using var rows = session.Bind("Formats.Load").ExecuteReader();
        while (rows.Read()) list.Add(rows.GetFieldValue<byte[]>(0));
        return list;
    }));
}
