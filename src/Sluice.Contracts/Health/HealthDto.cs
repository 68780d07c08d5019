namespace Sluice.Contracts.Health;

/// <summary>Answer of <c>GET /health</c>.</summary>
public sealed record HealthDto
{
    /// <summary><c>ready</c>; with status code 503 <c>starting</c> or <c>stopping</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Of <c>GET /health/ready</c>, for those who may know: what was looked at.</summary>
    public IReadOnlyList<HealthCheckDto>? Checks { get; init; }
}

/// <summary>One thing looked at.</summary>
public sealed record HealthCheckDto
{
    /// <summary>What.</summary>
    public required string Name { get; init; }

    /// <summary>False: somebody should look.</summary>
    public required bool Fine { get; init; }

    /// <summary>In a few words.</summary>
    public required string Detail { get; init; }
}
