namespace Sluice.Api.Health;

/// <summary>Looks whether the server can do its work.</summary>
public interface IHealthChecks
{
    /// <summary>Looks now.</summary>
    ValueTask<IReadOnlyList<HealthCheck>> CheckAsync(CancellationToken ct);
}

/// <summary>One thing looked at.</summary>
/// <param name="Name">What: <c>store</c>, <c>disk</c>, <c>backlog</c>, <c>clock</c>.</param>
/// <param name="IsCritical">True: the server cannot work when it is not fine.</param>
/// <param name="IsFine">False: somebody should look.</param>
/// <param name="Detail">In a few words; no secrets.</param>
public sealed record HealthCheck(string Name, bool IsCritical, bool IsFine, string Detail);
