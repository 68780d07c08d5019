namespace Sluice.Api.Limits;

/// <summary>How often one address, and one society's callers together, may ask. A batch of 1,000 telegrams is one request.</summary>
public sealed record RateLimits
{
    /// <summary>Requests a second of one address, over time; 0: no limit.</summary>
    public int AddressPerSecond { get; init; } = 2_000;

    /// <summary>Requests one address may make at once.</summary>
    public int AddressBurst { get; init; } = 10_000;

    /// <summary>Requests a second about one society, over time; 0: no limit.</summary>
    public int SocietyPerSecond { get; init; } = 2_000;

    /// <summary>Requests about one society at once.</summary>
    public int SocietyBurst { get; init; } = 10_000;

    /// <summary>Passwords, codes and links that one address may try a minute; 0: no limit.</summary>
    public int LoginsPerMinute { get; init; } = 30;
}
