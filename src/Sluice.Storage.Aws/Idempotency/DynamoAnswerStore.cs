using Sluice.Metering;
using Sluice.Metering.Idempotency;
using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Idempotency;

/// <summary>Kept answers in Tenancy, spread over 256 partitions because they belong to no society; the table forgets them by itself.</summary>
public sealed class DynamoAnswerStore(TenancyTable table) : IAnswerStore
{
    public async ValueTask<byte[]?> FindAsync(ReadOnlyMemory<byte> lookup, DateTimeOffset notBefore, CancellationToken ct)
    {
        var name = Convert.ToHexStringLower(lookup.Span);
        // Forgetting may lag behind by days: what is too old is told by its time.
        return await table.GetAsync(Partition(name), name, ct) is { } row && TenancyTable.TimeOf(row, "at") >= notBefore ? row["d"].B.ToArray() : null;
    }

    public async ValueTask KeepAsync(ReadOnlyMemory<byte> lookup, ReadOnlyMemory<byte> answer, DateTimeOffset at, DateTimeOffset notBefore, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer.Length, IAnswerStore.MaxBytes);
        var name = Convert.ToHexStringLower(lookup.Span);
        await table.PutAsync(Partition(name), name, new()
        {
            ["at"] = TenancyTable.Time(Timestamps.Stored(at)),
            [Tables.Ttl] = TenancyTable.Number((at + (at - notBefore)).ToUnixTimeSeconds() + 1),
            ["d"] = new() { B = new(answer.ToArray()) },
        }, ct: ct);
    }

    private static string Partition(string name) => "~answers#" + name[..2];
}
