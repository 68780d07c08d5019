using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Reports.Model;

/// <summary>One meter of a round: where it hangs, whether it was read, what it used.</summary>
public sealed record MeterRow
{
    /// <summary>The serial number, as printed on the meter.</summary>
    public required string Serial { get; init; }

    /// <summary>The tower; empty for a bulk meter of the society.</summary>
    public string Tower { get; init; } = "";

    /// <summary>The flat; empty for a bulk meter.</summary>
    public string Flat { get; init; } = "";

    /// <summary>Which of the flat's meters; may be empty.</summary>
    public string Place { get; init; } = "";

    /// <summary>What it measures.</summary>
    public MeterPurpose Purpose { get; init; }

    /// <summary>The model.</summary>
    public string MeterType { get; init; } = "";

    /// <summary>Whether it is read.</summary>
    public MeterStatus Status { get; init; }

    /// <summary>When it was installed; null when not known.</summary>
    public DateOnly? InstalledOn { get; init; }

    /// <summary>When this round heard it; null: it is missing.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Volume at the billing date before, m³; null when there is none.</summary>
    public decimal? PreviousM3 { get; init; }

    /// <summary>Volume at the billing date, m³; now, when the meter does not tell that one; null when missing.</summary>
    public decimal? CurrentM3 { get; init; }

    /// <summary>What was used in between, m³; null when it cannot be told. A meter swap is already joined.</summary>
    public decimal? UsageM3 { get; init; }

    /// <summary>The verdict on the reading; null when missing.</summary>
    public ReadingQuality? Quality { get; init; }

    /// <summary>Where the current value comes from; null when missing.</summary>
    public ReadingOrigin? Origin { get; init; }

    /// <summary>The meter's info codes, for example <c>LEAK</c>; empty when missing.</summary>
    public string InfoCodes { get; init; } = "";

    /// <summary>True: the meter or its data say water runs without pause.</summary>
    public bool Leak { get; init; }

    /// <summary>True: the use is far from what this meter uses otherwise.</summary>
    public bool Outlier { get; init; }

    /// <summary>A note; may be empty.</summary>
    public string Note { get; init; } = "";
}
