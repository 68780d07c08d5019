namespace Sluice.Api.Live;

/// <summary>How live streams are written and bounded.</summary>
public sealed record LiveOptions
{
    /// <summary>The least time between two packets: what comes meanwhile goes together. Zero: a packet for everything that comes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The least time between two progress messages of a round.</summary>
    public TimeSpan Progress { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When nothing was sent for so long, a sign of life is.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is looked whether the caller's token and rights still hold.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long packets are kept for resuming after the last subscriber has left.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a ticket is good.</summary>
    public TimeSpan TicketLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A subscriber that takes nothing for so long is cut off.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes that wait for one subscriber before it is cut off.</summary>
    public int MaxPending { get; init; } = 256 << 10;

    /// <summary>Packets kept for resuming.</summary>
    public int MaxReplay { get; init; } = 256;

    /// <summary>Bytes of packets kept for resuming.</summary>
    public int MaxReplayBytes { get; init; } = 1 << 20;

    /// <summary>Streams of one person or program.</summary>
    public int MaxPerPerson { get; init; } = 20;

    /// <summary>Streams about one society.</summary>
    public int MaxPerSociety { get; init; } = 1_200;

    /// <summary>Streams in all; less than the connections the server takes.</summary>
    public int MaxInAll { get; init; } = 1_600;
}
