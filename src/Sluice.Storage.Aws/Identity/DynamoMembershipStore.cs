using Sluice.Metering.Identity;
using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Identity;

/// <summary>Memberships in Tenancy: society / member#subject, found by subject through the index.</summary>
public sealed class DynamoMembershipStore(TenancyTable table) : IMembershipStore
{
    private const string Member = "member#";

    public async ValueTask<IReadOnlySet<SocietyId>> SocietiesOfAsync(string subject, CancellationToken ct)
    {
        var societies = new HashSet<SocietyId>();
        foreach (var (partition, item) in await table.FindBySubjectAsync(Member + subject, ct))
            // The index may still know somebody who was removed; the item does not.
            if (await table.GetAsync(partition, item, ct) is not null) societies.Add(SocietyId.Parse(partition));
        return societies;
    }

    public async ValueTask<IReadOnlyList<string>> MembersAsync(SocietyScope scope, CancellationToken ct) =>
        [.. (await table.QueryAsync(scope.Society.Text, Member, ct)).Select(static i => i["item"].S[Member.Length..])];

    public async ValueTask AddAsync(SocietyScope scope, string subject, CancellationToken ct) =>
        await table.PutAsync(scope.Society.Text, Member + subject, new() { ["subject"] = TenancyTable.Text(Member + subject) }, ct: ct);

    public ValueTask<bool> RemoveAsync(SocietyScope scope, string subject, CancellationToken ct) => table.RemoveAsync(scope.Society.Text, Member + subject, ct);
}
