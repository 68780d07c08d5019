using Microsoft.Data.Sqlite;
using Sluice.Metering.Identity;

namespace Sluice.Storage.Sqlite;

/// <summary>API keys and gateways' credentials.</summary>
public sealed class SqliteCredentialStore : ICredentialStore
{
    private readonly SqliteStore store;
    private readonly Remembered<StoredCredential?> remembered = new(max: 10_000);

    internal SqliteCredentialStore(SqliteStore store) => this.store = store;

    public async ValueTask<bool> AddAsync(SocietyScope scope, Credential credential, ReadOnlyMemory<byte> hash, CancellationToken ct) => await ChangeAsync(session =>
    {
        var (society, kind) = (scope.Society.Text, (long)credential.Kind);
        if (session.Number("Identity.CountCredentials", ("$society", society), ("$kind", kind)) >= ICredentialStore.MaxInForce) return 0;
        return session.Run("Identity.AddCredential",
            ("$id", credential.Id), ("$society", society), ("$kind", kind), ("$name", credential.Name), ("$hash", hash.ToArray()),
            ("$created_at", credential.CreatedAt.ToUnixTimeMilliseconds()), ("$created_by", credential.CreatedBy), ("$expires_at", credential.ExpiresAt?.ToUnixTimeMilliseconds()));
    }, credential.Id, ct) > 0;

    public ValueTask<IReadOnlyList<Credential>> ListAsync(SocietyScope scope, CredentialKind kind, CancellationToken ct) => new(store.Read<IReadOnlyList<Credential>>(session =>
    {
        var list = new List<Credential>();
        using var rows = session.Bind("Identity.ListCredentials", ("$society", scope.Society.Text), ("$kind", (long)kind)).ExecuteReader();
        while (rows.Read()) list.Add(ReadRow(rows));
        return list;
    }));

    public async ValueTask<bool> RevokeAsync(SocietyScope scope, CredentialKind kind, string id, DateTimeOffset at, CancellationToken ct) =>
        await ChangeAsync(session => session.Run("Identity.RevokeCredential",
            ("$id", id), ("$society", scope.Society.Text), ("$kind", (long)kind), ("$at", at.ToUnixTimeMilliseconds())), id, ct) > 0;

    public ValueTask<StoredCredential?> FindAsync(string id, CancellationToken ct) => new(remembered.Find(id, Load));

    public async ValueTask MarkUsedAsync(string id, DateTimeOffset at, CancellationToken ct) =>
        await ChangeAsync(session => session.Run("Identity.UseCredential", ("$id", id), ("$at", at.ToUnixTimeMilliseconds())), id, ct);

    private async ValueTask<int> ChangeAsync(Func<Session, int> write, string id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            // Once begun it is waited for, also when the caller goes away: forgetting comes after the change.
            return await store.WriteAsync(write, 1, CancellationToken.None);
        }
        finally
        {
            remembered.Forget(id);
        }
    }

    private StoredCredential? Load(string id) => store.Read<StoredCredential?>(session =>
    {
        using var row = session.Bind("Identity.FindCredential", ("$id", id)).ExecuteReader();
        return row.Read() ? new(ReadRow(row), row.GetFieldValue<byte[]>(9)) : null;
    });

    private static Credential ReadRow(SqliteDataReader row) => new(
        row.GetString(0), SocietyId.Parse(row.GetString(1)), (CredentialKind)row.GetInt64(2), row.GetString(3), Columns.ToTime(row.GetInt64(4)), row.GetString(5))
    {
        ExpiresAt = row.Long(6) is { } expires ? Columns.ToTime(expires) : null,
        LastUsedAt = row.Long(7) is { } used ? Columns.ToTime(used) : null,
        RevokedAt = row.Long(8) is { } revoked ? Columns.ToTime(revoked) : null,
    };
}
