namespace Sluice.Metering.Identity;

/// <summary>API keys and gateways' credentials.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface ICredentialStore
{
    /// <summary>The most of one kind that a society has in force.</summary>
    const int MaxInForce = 500;

    /// <summary>Adds one; durable when the call returns.</summary>
    /// <param name="scope">The society, which is the credential's.</param>
    /// <param name="credential">What it is; its id is new.</param>
    /// <param name="hash">SHA-256 of the secret.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False when the society has <see cref="MaxInForce"/> of the kind that are not revoked; nothing is added then.</returns>
    ValueTask<bool> AddAsync(SocietyScope scope, Credential credential, ReadOnlyMemory<byte> hash, CancellationToken ct);

    /// <summary>The society's credentials of a kind, also the revoked ones, in the order they were made.</summary>
    ValueTask<IReadOnlyList<Credential>> ListAsync(SocietyScope scope, CredentialKind kind, CancellationToken ct);

    /// <summary>Revokes one; durable when the call returns. Again changes nothing: the first time stays.</summary>
    /// <returns>False when the society has no such credential of the kind.</returns>
    ValueTask<bool> RevokeAsync(SocietyScope scope, CredentialKind kind, string id, DateTimeOffset at, CancellationToken ct);

    /// <summary>Finds one to check a caller with. Needs no scope: it is how a scope is earned.</summary>
    ValueTask<StoredCredential?> FindAsync(string id, CancellationToken ct);

    /// <summary>Notes that it was used; time only rises.</summary>
    ValueTask MarkUsedAsync(string id, DateTimeOffset at, CancellationToken ct);
}
