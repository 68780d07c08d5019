namespace Sluice.Api;

/// <summary>Bounds of the interface.</summary>
public sealed record ApiLimits
{
    /// <summary>The largest body, bytes.</summary>
    public long MaxBodyBytes { get; init; } = 8 << 20;
}
