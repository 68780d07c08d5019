using Sluice.Metering.Idempotency;

namespace Sluice.Storage.Sqlite;

/// <summary>Kept answers.</summary>
public sealed class SqliteAnswerStore : IAnswerStore
{
    /// <summary>Looking for what to drop reads every row's size, so it is done once in so many.</summary>
    private const long TrimEvery = 64;

    private readonly SqliteStore store;
    private readonly AnswerLimits limits;
    private long writes;

    internal SqliteAnswerStore(SqliteStore store, AnswerLimits limits)
    {
        this.store = store;
        this.limits = limits;
    }

    public ValueTask<byte[]?> FindAsync(ReadOnlyMemory<byte> lookup, DateTimeOffset notBefore, CancellationToken ct) => new(store.Read<byte[]?>(session =>
    {
        using var row = session.Bind("Idempotency.Find", ("$lookup", lookup.ToArray()), ("$not_before", notBefore.ToUnixTimeMilliseconds())).ExecuteReader();
        return row.Read() ? row.GetFieldValue<byte[]>(0) : null;
    }));

    public async ValueTask KeepAsync(ReadOnlyMemory<byte> lookup, ReadOnlyMemory<byte> answer, DateTimeOffset at, DateTimeOffset notBefore, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer.Length, IAnswerStore.MaxBytes);
        var name = lookup.ToArray();
        await store.WriteAsync(session =>
        {
            session.Run("Idempotency.Forget", ("$lookup", name));
            session.Run("Idempotency.Keep", ("$lookup", name), ("$at", at.ToUnixTimeMilliseconds()), ("$sealed", answer.ToArray()));
            return writes++ % TrimEvery == 0
                ? session.Run("Idempotency.Trim", ("$not_before", notBefore.ToUnixTimeMilliseconds()), ("$answers", (long)limits.Answers), ("$bytes", limits.Bytes))
                : 0;
        }, 1, ct);
    }
}
