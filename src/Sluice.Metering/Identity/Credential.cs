namespace Sluice.Metering.Identity;

/// <summary>What a credential lets in.</summary>
public enum CredentialKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Another system, as <see cref="Role.Integrator"/>.</summary>
    ApiKey,

    /// <summary>A gateway, as <see cref="Role.Gateway"/>.</summary>
    Gateway,
}

/// <summary>A long-lived credential of a machine, for one society. Its secret is shown once and never kept.</summary>
/// <param name="Id">Names it; not secret.</param>
/// <param name="Society">The only society it is good for.</param>
/// <param name="Kind">What it lets in.</param>
/// <param name="Name">What people call it, 1 to <see cref="MaxName"/> characters.</param>
/// <param name="CreatedAt">When it was made, UTC, to the millisecond.</param>
/// <param name="CreatedBy">The subject of who made it.</param>
public sealed record Credential(string Id, SocietyId Society, CredentialKind Kind, string Name, DateTimeOffset CreatedAt, string CreatedBy)
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 100;

    /// <summary>From when on it is refused; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>About when it was used last, to the minute; null: never. For a gateway: last heard.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked; null: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>True when it lets somebody in.</summary>
    public bool IsInForce(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);
}

/// <summary>A credential as it is kept.</summary>
/// <param name="Credential">What it is.</param>
/// <param name="Hash">SHA-256 of its secret.</param>
public sealed record StoredCredential(Credential Credential, ReadOnlyMemory<byte> Hash);
