namespace Sluice.Contracts.Health;

/// <summary>Answer of <c>GET /health</c>.</summary>
public sealed record HealthDto
{
    /// <summary><c>ready</c>; with status code 503 <c>starting</c> or <c>stopping</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }
}
