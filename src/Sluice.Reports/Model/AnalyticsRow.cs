namespace Sluice.Reports.Model;

/// <summary>What the figures of one meter say.</summary>
public sealed record AnalyticsRow
{
    /// <summary>The meter's serial number.</summary>
    public required string Serial { get; init; }

    /// <summary>The tower; may be empty.</summary>
    public string Tower { get; init; } = "";

    /// <summary>The flat; may be empty.</summary>
    public string Flat { get; init; } = "";

    /// <summary>Average daily use, litres; null when unknown.</summary>
    public decimal? LitresPerDay { get; init; }

    /// <summary>Change against the period before, per cent; null when there is none.</summary>
    public decimal? TrendPercent { get; init; }

    /// <summary>Use as a multiple of like flats' median; null when there is none.</summary>
    public decimal? AgainstLikeFlats { get; init; }

    /// <summary>How likely it leaks, 0 to 100.</summary>
    public int LeakScore { get; init; }

    /// <summary>Days since it was heard; null: never.</summary>
    public int? DaysSinceHeard { get; init; }

    /// <summary>What is odd about it, in words; empty when nothing is.</summary>
    public string Finding { get; init; } = "";
}
