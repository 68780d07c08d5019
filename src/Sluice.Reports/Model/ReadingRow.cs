using Sluice.Metering.Readings;

namespace Sluice.Reports.Model;

/// <summary>One reading as it goes into a file. Plain values: whoever makes the rows has authorised and translated them.</summary>
public sealed record ReadingRow
{
    /// <summary>The reading's id.</summary>
    public required string Id { get; init; }

    /// <summary>The society's id; the partition of Parquet files.</summary>
    public required string Society { get; init; }

    /// <summary>The meter's serial number, as printed on it.</summary>
    public required string Serial { get; init; }

    /// <summary>The tower; empty for a bulk meter.</summary>
    public string Tower { get; init; } = "";

    /// <summary>The flat; empty for a bulk meter.</summary>
    public string Flat { get; init; } = "";

    /// <summary>Which of the flat's meters, for example <c>kitchen</c>; may be empty.</summary>
    public string Place { get; init; } = "";

    /// <summary>When the meter was heard.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Volume then, m³; null when the telegram had none.</summary>
    public decimal? TotalM3 { get; init; }

    /// <summary>Volume at the target date, m³; null when the telegram had none.</summary>
    public decimal? TargetM3 { get; init; }

    /// <summary>The date <see cref="TargetM3"/> belongs to; null without one.</summary>
    public DateOnly? TargetDate { get; init; }

    /// <summary>Whether it can be billed.</summary>
    public ReadingQuality Quality { get; init; }

    /// <summary>Rule ids that say why it is not good, separated by spaces.</summary>
    public string Reasons { get; init; } = "";

    /// <summary><c>OK</c>, or the meter's info codes separated by spaces.</summary>
    public string Status { get; init; } = "OK";

    /// <summary>Where the value comes from.</summary>
    public ReadingOrigin Origin { get; init; }

    /// <summary>Signal strength, dBm; null when unknown.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>Who heard it; may be empty.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>The technician's note; may be empty.</summary>
    public string Note { get; init; } = "";
}
