using System.Text.Json.Serialization;

namespace Sluice.Contracts.Readings;

/// <summary>Everything that was made of a reading, oldest first; the last one counts.</summary>
public sealed record ReadingVersionsDto
{
    /// <summary>The versions: 1 is the reading as it was stored.</summary>
    public required IReadOnlyList<ReadingVersionDto> Versions { get; init; }
}

/// <summary>A version of a reading.</summary>
public sealed record ReadingVersionDto
{
    /// <summary>1, 2, 3 …</summary>
    public required int Version { get; init; }

    /// <summary>ORIGINAL, ACCEPTED, CORRECTED, ESTIMATED, SUBSTITUTED, WITHDRAWN or NOTED.</summary>
    public required string Kind { get; init; }

    /// <summary>Volume, m³, exact.</summary>
    [JsonPropertyName("total_m3")]
    public decimal? TotalM3 { get; init; }

    /// <summary>Volume at the due date, m³, exact.</summary>
    [JsonPropertyName("target_m3")]
    public decimal? TargetM3 { get; init; }

    /// <summary>GOOD, FAIR or POOR.</summary>
    public required string Quality { get; init; }

    /// <summary>Why it is not GOOD.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it; absent for version 1.</summary>
    public string? By { get; init; }

    /// <summary>Why; absent for version 1.</summary>
    public string? Why { get; init; }
}

/// <summary>What somebody makes of a reading.</summary>
public sealed record ReadingDecisionDto
{
    /// <summary>Why: 1 to 500 characters.</summary>
    public string? Why { get; init; }

    /// <summary>For corrections: the right volume, m³.</summary>
    [JsonPropertyName("total_m3")]
    public decimal? TotalM3 { get; init; }

    /// <summary>For corrections: the right volume at the due date, m³; absent: as it was.</summary>
    [JsonPropertyName("target_m3")]
    public decimal? TargetM3 { get; init; }

    /// <summary>For corrections: CORRECTED (the default), ESTIMATED or SUBSTITUTED.</summary>
    public string? Kind { get; init; }
}
