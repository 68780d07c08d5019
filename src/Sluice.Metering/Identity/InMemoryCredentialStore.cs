namespace Sluice.Metering.Identity;

/// <summary>Credentials in memory, for tests.</summary>
public sealed class InMemoryCredentialStore : ICredentialStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredCredential> rows = new(StringComparer.Ordinal);

    public ValueTask<bool> AddAsync(SocietyScope scope, Credential credential, ReadOnlyMemory<byte> hash, CancellationToken ct)
    {
        lock (gate)
        {
            if (Of(scope, credential.Kind).Count(static c => c.RevokedAt is null) >= ICredentialStore.MaxInForce) return new(false);
            rows.Add(credential.Id, new(credential with { Society = scope.Society }, hash.ToArray()));
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<Credential>> ListAsync(SocietyScope scope, CredentialKind kind, CancellationToken ct)
    {
        lock (gate) return new([.. Of(scope, kind).OrderBy(static c => c.CreatedAt).ThenBy(static c => c.Id, StringComparer.Ordinal)]);
    }

    public ValueTask<bool> RevokeAsync(SocietyScope scope, CredentialKind kind, string id, DateTimeOffset at, CancellationToken ct)
    {
        lock (gate)
        {
            if (!rows.TryGetValue(id, out var row) || row.Credential.Society != scope.Society || row.Credential.Kind != kind) return new(false);
            rows[id] = row with { Credential = row.Credential with { RevokedAt = row.Credential.RevokedAt ?? at } };
            return new(true);
        }
    }

    public ValueTask<StoredCredential?> FindAsync(string id, CancellationToken ct)
    {
        lock (gate) return new(rows.GetValueOrDefault(id));
    }

    public ValueTask MarkUsedAsync(string id, DateTimeOffset at, CancellationToken ct)
    {
        lock (gate)
        {
            if (rows.TryGetValue(id, out var row) && !(row.Credential.LastUsedAt >= at)) rows[id] = row with { Credential = row.Credential with { LastUsedAt = at } };
            return default;
        }
    }

    private IEnumerable<Credential> Of(SocietyScope scope, CredentialKind kind) => rows.Values.Select(static r => r.Credential).Where(c => c.Society == scope.Society && c.Kind == kind);
}
