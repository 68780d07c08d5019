using System.Globalization;
using Sluice.Metering.Formats;
using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Formats;

/// <summary>Learned formats in Tenancy: they are shared by all societies, a few hundred at most.</summary>
public sealed class DynamoFormatStore(TenancyTable table) : IFormatStore
{
    private const string Partition = "~formats";

    public async ValueTask SaveAsync(ushort signature, ReadOnlyMemory<byte> headers, DateTimeOffset learnedAt, CancellationToken ct) =>
        await table.PutAsync(Partition, signature.ToString("x4", CultureInfo.InvariantCulture) + "#" + Convert.ToHexStringLower(headers.Span),
            new() { ["at"] = TenancyTable.Time(learnedAt), ["d"] = new() { B = new(headers.ToArray()) } }, "attribute_not_exists(d)", ct: ct);

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LoadAsync(CancellationToken ct) =>
        [.. (await table.QueryAsync(Partition, "", ct)).OrderBy(static i => TenancyTable.TimeOf(i, "at")).Select(static i => (ReadOnlyMemory<byte>)i["d"].B.ToArray())];
}
