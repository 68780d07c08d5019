namespace Sluice.Contracts.Sessions;

/// <summary>How far a round is: completed + unreadable + remaining = total.</summary>
public record ProgressDto
{
    /// <summary>Meters read: heard, decoded, or noted by hand.</summary>
    public required int Completed { get; init; }

    /// <summary>All meters of the round; in free roam what was heard or noted.</summary>
    public required int Total { get; init; }

    /// <summary>Completed of total, percent, one decimal; 100 only when all are.</summary>
    public required decimal Percentage { get; init; }

    /// <summary>Meters still missing.</summary>
    public required int Remaining { get; init; }

    /// <summary>Meters that could not be read: handled, not completed.</summary>
    public required int Unreadable { get; init; }
}

/// <summary>Answer to <c>GET /api/sessions/{sessionId}/progress</c>.</summary>
public sealed record SessionProgressDto : ProgressDto
{
    /// <summary>The round's status.</summary>
    public required string Status { get; init; }

    /// <summary>How many meters are in each state.</summary>
    public required StatesDto States { get; init; }

    /// <summary>Meters heard that are not on the list.</summary>
    public required int Unlisted { get; init; }

    /// <summary>Seconds worked; pauses do not count.</summary>
    public required long ElapsedSeconds { get; init; }

    /// <summary>Seconds left, estimated; absent in free roam.</summary>
    public long? EstimatedRemainingSeconds { get; init; }

    /// <summary>By tower, in the round's order.</summary>
    public required IReadOnlyList<PlaceProgressDto> ByTower { get; init; }

    /// <summary>By flat, in the round's order; for FLAT and TOWER rounds, and for the tower asked for.</summary>
    public IReadOnlyList<PlaceProgressDto>? ByFlat { get; init; }
}

/// <summary>How far a tower or flat is.</summary>
public sealed record PlaceProgressDto : ProgressDto
{
    /// <summary>The tower; empty for the society's own meters.</summary>
    public required string Tower { get; init; }

    /// <summary>The flat.</summary>
    public string? Flat { get; init; }
}

/// <summary>How many meters are in each state.</summary>
public sealed record StatesDto
{
    /// <summary>Not read.</summary>
    public required int Missing { get; init; }

    /// <summary>Heard, not decoded yet.</summary>
    public required int Captured { get; init; }

    /// <summary>Read.</summary>
    public required int Decoded { get; init; }

    /// <summary>Read, with quality POOR.</summary>
    public required int Suspicious { get; init; }

    /// <summary>Noted by hand.</summary>
    public required int Manual { get; init; }

    /// <summary>Cannot be read.</summary>
    public required int Unreadable { get; init; }
}
