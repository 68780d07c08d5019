namespace Sluice.Api.Health;

/// <summary>Whether the server takes work.</summary>
public sealed class Readiness
{
    private volatile ServerState state;

    /// <summary>Where the server is between its start and its end.</summary>
    public ServerState State
    {
        get => state;
        set => state = value;
    }
}

/// <summary>Where a server is between its start and its end.</summary>
public enum ServerState
{
    /// <summary>It handles what waited from last time.</summary>
    Starting = 0,

    /// <summary>It takes work.</summary>
    Ready,

    /// <summary>It finishes what it took.</summary>
    Stopping,
}
