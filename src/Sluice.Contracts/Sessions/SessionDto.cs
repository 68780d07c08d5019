namespace Sluice.Contracts.Sessions;

/// <summary>A reading round (scan session).</summary>
public sealed record SessionDto
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The society.</summary>
    public required string SocietyId { get; init; }

    /// <summary>Who started it.</summary>
    public required string UserId { get; init; }

    /// <summary><c>FLAT</c>, <c>TOWER</c>, <c>SOCIETY</c>, <c>FREE_ROAM</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>ACTIVE</c>, <c>PAUSED</c>, <c>COMPLETED</c>, <c>FAILED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How far it is.</summary>
    public required ProgressDto Progress { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was completed or failed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Seconds worked on it; pauses do not count.</summary>
    public required long ElapsedSeconds { get; init; }

    /// <summary>Why it failed or was reopened.</summary>
    public string? Reason { get; init; }

    /// <summary>Who takes or took part. Absent for callers who do not.</summary>
    public IReadOnlyList<ParticipantDto>? Participants { get; init; }

    /// <summary>Its exports of the last 30 days, newest first, at most 20. Only where one round is asked for, and for callers who may make exports.</summary>
    public IReadOnlyList<Exports.ExportDto>? Exports { get; init; }

    /// <summary>Meters heard that are not on its list.</summary>
    public required int Unlisted { get; init; }

    /// <summary>True when the caller takes part.</summary>
    public required bool Joined { get; init; }

    /// <summary>Rises with every change of the round itself.</summary>
    public required long Version { get; init; }
}

/// <summary>Somebody in a round.</summary>
public sealed record ParticipantDto
{
    /// <summary>Who.</summary>
    public required string UserId { get; init; }

    /// <summary>Their name, when known.</summary>
    public string? Name { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>When they left.</summary>
    public DateTimeOffset? LeftAt { get; init; }
}

/// <summary>Rounds, last stored first.</summary>
public sealed record SessionsPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<SessionDto> Sessions { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>A round to start.</summary>
public sealed record StartSessionDto
{
    /// <summary>Its id, a UUID version 7; absent: the server makes one. Starting again with the same id does no harm.</summary>
    public string? Id { get; init; }

    /// <summary><c>FLAT</c>, <c>TOWER</c>, <c>SOCIETY</c>, <c>FREE_ROAM</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>What people call it; absent: made of mode and place.</summary>
    public string? Name { get; init; }

    /// <summary>FLAT: the flat's tower. TOWER: one tower.</summary>
    public string? Tower { get; init; }

    /// <summary>TOWER: several towers.</summary>
    public IReadOnlyList<string>? Towers { get; init; }

    /// <summary>FLAT: the flat.</summary>
    public string? Flat { get; init; }

    /// <summary>Exactly these meters of the places above, or of the society; absent: all active ones.</summary>
    public IReadOnlyList<string>? TargetMeters { get; init; }

    /// <summary>When it started, for rounds begun without network; absent: now.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>A change of a round, or the reason for one.</summary>
public sealed record ChangeSessionDto
{
    /// <summary>Why; needed to fail or reopen a round.</summary>
    public string? Reason { get; init; }

    /// <summary>The new name (PATCH).</summary>
    public string? Name { get; init; }
}
