namespace Sluice.Contracts.Readings;

/// <summary>What somebody read from a dial.</summary>
public sealed record DialReadingDto
{
    /// <summary>Chosen by the caller, at most 100 characters: sent again with the same id it is the same reading. Absent: the same time and volume are.</summary>
    public string? Id { get; init; }

    /// <summary>What the dial showed, m³.</summary>
    public decimal? Consumption { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Words, at most 500 characters.</summary>
    public string? Note { get; init; }

    /// <summary>The round it was read in; its meter is marked MANUAL then.</summary>
    public string? SessionId { get; init; }
}

/// <summary>A reading from the dial as it is stored.</summary>
public sealed record EnteredReadingDto
{
    /// <summary>The reading.</summary>
    public required ReadingDto Reading { get; init; }

    /// <summary>What became of the round's target: <c>Noted</c>, <c>NotedBeside</c>, <c>NoChange</c>, <c>Older</c>; absent outside rounds.</summary>
    public string? Target { get; init; }
}
