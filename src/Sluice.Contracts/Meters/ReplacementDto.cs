using System.Text.Json.Serialization;

namespace Sluice.Contracts.Meters;

/// <summary>An exchange of meters.</summary>
public sealed record ReplacementInput
{
    /// <summary>The new meter. Place, purpose and location are those of the old one.</summary>
    public MeterInput? Meter { get; init; }

    /// <summary>When; absent: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What the old meter showed at the end, m³.</summary>
    [JsonPropertyName("final_m3")]
    public decimal? FinalM3 { get; init; }

    /// <summary>What the new meter showed at the start, m³.</summary>
    [JsonPropertyName("first_m3")]
    public decimal? FirstM3 { get; init; }
}

/// <summary>A time a meter hung in a place.</summary>
public sealed record InstallationDto
{
    /// <summary>The meter.</summary>
    public required string MeterId { get; init; }

    /// <summary>The tower.</summary>
    public required string TowerName { get; init; }

    /// <summary>The flat.</summary>
    public required string FlatNumber { get; init; }

    /// <summary>Which of the flat's meters.</summary>
    public required string Place { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it went; absent: it still hangs there.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What it showed when it came, m³.</summary>
    [JsonPropertyName("first_m3")]
    public decimal? FirstM3 { get; init; }

    /// <summary>What it showed when it went, m³.</summary>
    [JsonPropertyName("final_m3")]
    public decimal? FinalM3 { get; init; }
}

/// <summary>The history of a meter or a flat, oldest first.</summary>
public sealed record InstallationsDto
{
    /// <summary>Each time.</summary>
    public required IReadOnlyList<InstallationDto> Installations { get; init; }
}
