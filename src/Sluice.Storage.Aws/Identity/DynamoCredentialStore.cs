using Amazon.DynamoDBv2.Model;
using Sluice.Metering.Identity;
using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Identity;

/// <summary>API keys and gateways' credentials in Tenancy: society / credential#kind#id, found by id through the index. Those in force are counted in an item beside them.</summary>
public sealed class DynamoCredentialStore(TenancyTable table) : ICredentialStore
{
    private const string Subject = "credential#";

    public async ValueTask<bool> AddAsync(SocietyScope scope, Credential credential, ReadOnlyMemory<byte> hash, CancellationToken ct)
    {
        var society = scope.Society.Text;
        if (!await table.TakePlaceAsync(society, Counter(credential.Kind), ICredentialStore.MaxInForce, ct)) return false;
        var item = new Dictionary<string, AttributeValue>
        {
            ["subject"] = TenancyTable.Text(Subject + credential.Id),
            ["id"] = TenancyTable.Text(credential.Id),
            ["kind"] = TenancyTable.Number((int)credential.Kind),
            ["name"] = TenancyTable.Text(credential.Name),
            ["hash"] = new() { B = new(hash.ToArray()) },
            ["createdAt"] = TenancyTable.Time(credential.CreatedAt),
            ["createdBy"] = TenancyTable.Text(credential.CreatedBy),
        };
        if (credential.ExpiresAt is { } end) item["expiresAt"] = TenancyTable.Time(end);
        await table.PutAsync(society, Item(credential.Kind, credential.Id), item, "attribute_not_exists(id)", ct: ct);
        return true;
    }

    public async ValueTask<IReadOnlyList<Credential>> ListAsync(SocietyScope scope, CredentialKind kind, CancellationToken ct) =>
        [.. (await table.QueryAsync(scope.Society.Text, Item(kind, ""), ct)).Select(Read).OrderBy(static c => c.CreatedAt).ThenBy(static c => c.Id, StringComparer.Ordinal)];

    public async ValueTask<bool> RevokeAsync(SocietyScope scope, CredentialKind kind, string id, DateTimeOffset at, CancellationToken ct)
    {
        var society = scope.Society.Text;
        if (await table.UpdateAsync(society, Item(kind, id), "SET revokedAt = :at", "attribute_exists(id) AND attribute_not_exists(revokedAt)", new() { [":at"] = TenancyTable.Time(at) }, ct))
        {
            await table.GivePlaceBackAsync(society, Counter(kind), ct);
            return true;
        }
        return await table.GetAsync(society, Item(kind, id), ct) is not null;
    }

    public async ValueTask<StoredCredential?> FindAsync(string id, CancellationToken ct)
    {
        foreach (var (partition, item) in await table.FindBySubjectAsync(Subject + id, ct))
            // The item itself says whether it was revoked a moment ago; the index may not.
            if (await table.GetAsync(partition, item, ct) is { } row) return new(Read(row), row["hash"].B.ToArray());
        return null;
    }

    public async ValueTask MarkUsedAsync(string id, DateTimeOffset at, CancellationToken ct)
    {
        foreach (var (partition, item) in await table.FindBySubjectAsync(Subject + id, ct))
            await table.UpdateAsync(partition, item, "SET usedAt = :at", "attribute_exists(id) AND (attribute_not_exists(usedAt) OR usedAt < :at)", new() { [":at"] = TenancyTable.Time(at) }, ct);
    }

    private static string Item(CredentialKind kind, string id) => $"credential#{(int)kind}#{id}";

    private static string Counter(CredentialKind kind) => $"count#credential#{(int)kind}";

    private static Credential Read(Dictionary<string, AttributeValue> item) => new(
        item["id"].S, SocietyId.Parse(item["societyId"].S), (CredentialKind)TenancyTable.NumberOf(item, "kind")!, item["name"].S, TenancyTable.TimeOf(item, "createdAt")!.Value, item["createdBy"].S)
    {
        ExpiresAt = TenancyTable.TimeOf(item, "expiresAt"),
        LastUsedAt = TenancyTable.TimeOf(item, "usedAt"),
        RevokedAt = TenancyTable.TimeOf(item, "revokedAt"),
    };
}
