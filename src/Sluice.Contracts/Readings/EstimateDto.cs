using System.Text.Json.Serialization;

namespace Sluice.Contracts.Readings;

/// <summary>Asks what a meter showed.</summary>
public sealed record EstimateRequestDto
{
    /// <summary>When.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>True: keep it.</summary>
    public bool Store { get; init; }
}

/// <summary>A volume worked out.</summary>
public sealed record EstimateDto
{
    /// <summary>Its id when it is kept.</summary>
    public string? Id { get; init; }

    /// <summary>The meter.</summary>
    public required string MeterId { get; init; }

    /// <summary>The moment it is of, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Volume, m³, to the litre.</summary>
    public required decimal Consumption { get; init; }

    /// <summary>ESTIMATED: never a measurement.</summary>
    public string Kind { get; init; } = "ESTIMATED";

    /// <summary>INTERPOLATION between two good readings, LAST_YEAR: the use of the same period last year, LIKE_FLATS: the average use of flats of the same type.</summary>
    public required string Method { get; init; }

    /// <summary>The readings it was made of; absent in lists.</summary>
    public IReadOnlyList<EstimateInputDto>? Inputs { get; init; }

    /// <summary>For LIKE_FLATS: the average, m³ per day; absent in lists.</summary>
    [JsonPropertyName("perDay_m3")]
    public decimal? PerDayM3 { get; init; }

    /// <summary>For LIKE_FLATS: meters in the average; absent in lists.</summary>
    public int? Meters { get; init; }

    /// <summary>In lists: who made it.</summary>
    public string? By { get; init; }

    /// <summary>In lists: when it was made, UTC.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>In lists: the good reading of its day that counts instead; absent while there is none.</summary>
    public string? ReplacedBy { get; init; }
}

/// <summary>A reading an estimate was made of.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="TotalM3">Volume, m³.</param>
public sealed record EstimateInputDto(DateTimeOffset At, [property: JsonPropertyName("total_m3")] decimal TotalM3);

/// <summary>Kept estimates of a meter, last made first.</summary>
public sealed record EstimatesDto
{
    /// <summary>The estimates.</summary>
    public required IReadOnlyList<EstimateDto> Estimates { get; init; }
}
