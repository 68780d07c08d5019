using System.Text.Json.Serialization;

namespace Sluice.Contracts.Readings;

/// <summary>A reading. Field names with units are those of the field's JSON (<c>total_m3</c>, <c>rssi_dbm</c>).</summary>
public record ReadingDto
{
    /// <summary>The reading's id, for <c>/api/readings/{readingId}/versions</c>.</summary>
    public required string ReadingId { get; init; }

    /// <summary>Serial number as printed on the meter, eight digits.</summary>
    public required string Id { get; init; }

    /// <summary>The whole address: maker, serial number, version, type; for example <c>KAM.90000001.1f.16</c>. Good for <c>?meter=</c>.</summary>
    public required string Address { get; init; }

    /// <summary>What people call the meter; empty when not named.</summary>
    public required string Name { get; init; }

    /// <summary>The medium, for example <c>cold water</c>.</summary>
    public required string Media { get; init; }

    /// <summary>The driver that decoded it.</summary>
    public required string Meter { get; init; }

    /// <summary>When the meter was heard, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>TELEGRAM, or MANUAL: somebody read the dial.</summary>
    public required string Source { get; init; }

    /// <summary>Volume now, m³, exact.</summary>
    [JsonPropertyName("total_m3")]
    public decimal? TotalM3 { get; init; }

    /// <summary>Volume at the due date, m³, exact.</summary>
    [JsonPropertyName("target_m3")]
    public decimal? TargetM3 { get; init; }

    /// <summary><c>OK</c>, or info codes separated by spaces.</summary>
    public required string Status { get; init; }

    /// <summary>GOOD, FAIR or POOR.</summary>
    public required string Quality { get; init; }

    /// <summary>Why it is not GOOD.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Which version is shown: 2 or more when somebody accepted, corrected or withdrew the reading; absent for a reading as it was stored.</summary>
    public int? Version { get; init; }

    /// <summary>What that version is: ACCEPTED, CORRECTED, ESTIMATED, SUBSTITUTED, WITHDRAWN or NOTED.</summary>
    public string? Kind { get; init; }

    /// <summary>The best signal, dBm.</summary>
    [JsonPropertyName("rssi_dbm")]
    public int? RssiDbm { get; init; }

    /// <summary>The receiver with the best signal.</summary>
    public string? Device { get; init; }

    /// <summary>All receivers when more than one heard it.</summary>
    public IReadOnlyList<SeenByDto>? SeenBy { get; init; }
}

/// <summary>A receiver that heard a telegram.</summary>
public sealed record SeenByDto
{
    /// <summary>Its name.</summary>
    public required string Device { get; init; }

    /// <summary>Its best signal, dBm.</summary>
    [JsonPropertyName("rssi_dbm")]
    public int? RssiDbm { get; init; }
}

/// <summary>A meter: its newest reading and when it was last heard.</summary>
public sealed record MeterDto : ReadingDto
{
    /// <summary>When it was last heard, repeats included, UTC.</summary>
    public required DateTimeOffset LastHeard { get; init; }

    /// <summary>Readings stored.</summary>
    public required long Readings { get; init; }
}
