namespace Sluice.Contracts.People;

/// <summary>An API key or a gateway, without its secret.</summary>
public sealed record CredentialDto
{
    /// <summary>Names it; not secret.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The subject of who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it is refused; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>About when it was used last; for a gateway: last heard. Absent: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked; absent: it is in force.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The bearer token; only in the answer that made it.</summary>
    public string? Secret { get; init; }
}

/// <summary>A society's API keys or gateways.</summary>
public sealed record CredentialsDto
{
    /// <summary>In the order they were made.</summary>
    public required IReadOnlyList<CredentialDto> Items { get; init; }
}

/// <summary>Asks for a new API key or gateway.</summary>
public sealed record NewCredentialDto
{
    /// <summary>What people call it, 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>From when on it is refused; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
