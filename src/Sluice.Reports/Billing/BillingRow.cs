using Sluice.Reports.Model;

namespace Sluice.Reports.Billing;

/// <summary>What billing needs to know of a meter: its volume on two dates. Slabs, rates and fixed charges are the billing tool's.</summary>
public sealed record BillingRow
{
    /// <summary>The tower; may be empty.</summary>
    public string Tower { get; init; } = "";

    /// <summary>The flat; empty for a bulk meter.</summary>
    public string Flat { get; init; } = "";

    /// <summary>Which of the flat's meters; may be empty.</summary>
    public string Place { get; init; } = "";

    /// <summary>The meter that hangs there now.</summary>
    public required string Serial { get; init; }

    /// <summary>The common target date of the last bill.</summary>
    public required DateOnly OpeningDate { get; init; }

    /// <summary>The common target date of this bill.</summary>
    public required DateOnly ClosingDate { get; init; }

    /// <summary>Volume on the opening date, m³; null when the meter was not billed before.</summary>
    public decimal? PreviousM3 { get; init; }

    /// <summary>Volume on the closing date, m³; null when it is not known.</summary>
    public decimal? CurrentM3 { get; init; }

    /// <summary>Where the current value comes from.</summary>
    public ReadingOrigin Origin { get; init; }

    /// <summary>A meter exchanged between the two dates; null when it was not.</summary>
    public MeterSwap? Swap { get; init; }

    /// <summary>The use agreed upon where the readings cannot tell it; needs <see cref="Reason"/>. m³.</summary>
    public decimal? AgreedUsageM3 { get; init; }

    /// <summary>Why the use was agreed, or what else to say; may be empty.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>An exchange of a meter.</summary>
/// <param name="OldSerial">The meter taken out; the previous reading is its.</param>
/// <param name="OldFinalM3">Its last volume, m³.</param>
/// <param name="NewFirstM3">The new meter's volume when it was put in, m³.</param>
/// <param name="On">The day.</param>
public sealed record MeterSwap(string OldSerial, decimal OldFinalM3, decimal NewFirstM3, DateOnly On);
