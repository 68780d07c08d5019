using Sluice.Metering.Identity;

namespace Sluice.Storage.Sqlite;

/// <summary>The memberships.</summary>
public sealed class SqliteMembershipStore : IMembershipStore
{
    private readonly SqliteStore store;
    private readonly Remembered<IReadOnlySet<SocietyId>> remembered = new(max: 10_000);

    internal SqliteMembershipStore(SqliteStore store) => this.store = store;

    public ValueTask<IReadOnlySet<SocietyId>> SocietiesOfAsync(string subject, CancellationToken ct) => new(remembered.Find(subject, Load));

    public ValueTask<IReadOnlyList<string>> MembersAsync(SocietyScope scope, CancellationToken ct) => new(store.Read<IReadOnlyList<string>>(session =>
    {
        var list = new List<string>();
        using var rows = session.Bind("Identity.Members", ("$society", scope.Society.Text)).ExecuteReader();
        while (rows.Read()) list.Add(rows.GetString(0));
        return list;
    }));

    public async ValueTask AddAsync(SocietyScope scope, string subject, CancellationToken ct) => await ChangeAsync("Identity.AddMember", scope, subject, ct);

    public async ValueTask<bool> RemoveAsync(SocietyScope scope, string subject, CancellationToken ct) => await ChangeAsync("Identity.RemoveMember", scope, subject, ct) > 0;

    private async ValueTask<int> ChangeAsync(string statement, SocietyScope scope, string subject, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            // Once begun it is waited for, also when the caller goes away: forgetting comes after the change.
            return await store.WriteAsync(session => session.Run(statement, ("$subject", subject), ("$society", scope.Society.Text)), 1, CancellationToken.None);
        }
        finally
        {
            remembered.Forget(subject);
        }
    }

    private IReadOnlySet<SocietyId> Load(string subject) => store.Read<IReadOnlySet<SocietyId>>(session =>
    {
        var set = new HashSet<SocietyId>();
        using var rows = session.Bind("Identity.Societies", ("$subject", subject)).ExecuteReader();
        while (rows.Read()) set.Add(SocietyId.Parse(rows.GetString(0)));
        return set;
    });
}
