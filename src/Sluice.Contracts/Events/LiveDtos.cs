using Sluice.Contracts.Jobs;
using Sluice.Contracts.Sessions;

namespace Sluice.Contracts.Events;

/// <summary>Message <c>reset</c>: begin anew from here; what came before was missed, or there was nothing before.</summary>
public sealed record LiveResetDto
{
    /// <summary>The last event so far; <c>GET …/event-log?after=</c> with the last one you know tells those you missed.</summary>
    public required long LastEvent { get; init; }

    /// <summary>Stream of a round: its progress. Fetch its meters anew, too.</summary>
    public SessionProgressDto? Progress { get; init; }

    /// <summary>Stream of a society: its active rounds, at most 200.</summary>
    public IReadOnlyList<LiveSessionDto>? Sessions { get; init; }
}

/// <summary>Message <c>meters</c>: meters of a round as they are now, after a change.</summary>
public sealed record LiveMetersDto
{
    /// <summary>The meters, at most 200 a message.</summary>
    public required IReadOnlyList<TargetDto> Meters { get; init; }
}

/// <summary>Message <c>telegrams</c>: what was heard in the last tenth of a second.</summary>
public sealed record LiveTelegramsDto
{
    /// <summary>The first ones, at most 200.</summary>
    public required IReadOnlyList<LiveTelegramDto> Telegrams { get; init; }

    /// <summary>How many more there were.</summary>
    public int? More { get; init; }
}

/// <summary>A telegram that was heard.</summary>
public sealed record LiveTelegramDto
{
    /// <summary>Who sent it.</summary>
    public required string MeterId { get; init; }

    /// <summary>When it was heard, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The round it was heard in.</summary>
    public string? SessionId { get; init; }

    /// <summary>Its signal, dBm.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>What became of it: <c>Decoded</c>, <c>Repeated</c>, <c>NoKey</c> …</summary>
    public required string State { get; init; }

    /// <summary><c>GOOD</c>, <c>FAIR</c>, <c>POOR</c>; absent without a reading.</summary>
    public string? Quality { get; init; }
}

/// <summary>Message <c>sessions</c>: rounds that changed, as they are now.</summary>
public sealed record LiveSessionsDto
{
    /// <summary>The rounds.</summary>
    public required IReadOnlyList<LiveSessionDto> Sessions { get; init; }
}

/// <summary>How far a round is.</summary>
public sealed record LiveSessionDto
{
    /// <summary>The round.</summary>
    public required string SessionId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>ACTIVE</c>, <c>PAUSED</c>, <c>COMPLETED</c>, <c>FAILED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How far it is.</summary>
    public required ProgressDto Progress { get; init; }
}

/// <summary>Message <c>jobs</c>: jobs that changed, as they are now; without results.</summary>
public sealed record LiveJobsDto
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<JobDto> Jobs { get; init; }
}
