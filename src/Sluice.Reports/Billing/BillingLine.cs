using System.Globalization;
using Sluice.Reports.Cells;
using Sluice.Reports.Model;

namespace Sluice.Reports.Billing;

/// <summary>Why a meter cannot be billed.</summary>
public enum BillingFault
{
    /// <summary>No reading for the closing date.</summary>
    NoReading,

    /// <summary>No reading for the opening date; put in the volume it starts from.</summary>
    NoPrevious,

    /// <summary>The reading is below the previous one, without a swap and without a reason.</summary>
    BelowPrevious,

    /// <summary>Use was agreed without a reason, or is negative.</summary>
    AgreedWithoutReason,
}

/// <summary>A meter that is not in the file, and why.</summary>
/// <param name="Serial">The meter.</param>
/// <param name="Unit">Tower and flat.</param>
/// <param name="Fault">Why.</param>
public sealed record BillingProblem(string Serial, string Unit, BillingFault Fault);

/// <summary>One line of a billing file: a meter, or all meters of a flat.</summary>
internal sealed record BillingLine
{
    public required string Tower { get; init; }

    public required string Flat { get; init; }

    public required string Place { get; init; }

    public required string Serials { get; init; }

    public required decimal Previous { get; init; }

    public required decimal Current { get; init; }

    public required decimal Usage { get; init; }

    public required DateOnly Opening { get; init; }

    public required DateOnly Closing { get; init; }

    public required ReadingOrigin Origin { get; init; }

    /// <summary>Swap, estimate and reason in words; empty for a plain line.</summary>
    public required string Remarks { get; init; }

    public string Unit => Tower.Length == 0 ? Flat : Flat.Length == 0 ? Tower : $"{Tower}-{Flat}";

    /// <summary>Works out the use of a meter.</summary>
    public static BillingFault? TryMake(BillingRow row, out BillingLine? line)
    {
        line = null;
        if (row.CurrentM3 is not { } current) return BillingFault.NoReading;
        if (row.PreviousM3 is not { } previous) return BillingFault.NoPrevious;
        if (row.AgreedUsageM3 is { } agreed && (agreed < 0 || row.Reason.Length == 0)) return BillingFault.AgreedWithoutReason;
        if (row.AgreedUsageM3 is null && (row.Swap is { } swap ? swap.OldFinalM3 < previous || current < swap.NewFirstM3 : current < previous)) return BillingFault.BelowPrevious;
        line = new()
        {
            Tower = row.Tower,
            Flat = row.Flat,
            Place = row.Place,
            Serials = row.Serial,
            Previous = previous,
            Current = current,
            Usage = row.AgreedUsageM3 ?? (row.Swap is { } s ? s.OldFinalM3 - previous + current - s.NewFirstM3 : current - previous),
            Opening = row.OpeningDate,
            Closing = row.ClosingDate,
            Origin = row.Origin,
            Remarks = string.Join("; ", RemarksOf(row)),
        };
        return null;
    }

    /// <summary>Both lines as one: the meters of a flat.</summary>
    public BillingLine With(BillingLine other) => this with
    {
        Place = "",
        Serials = $"{Serials} + {other.Serials}",
        Previous = Previous + other.Previous,
        Current = Current + other.Current,
        Usage = Usage + other.Usage,
        Opening = Opening < other.Opening ? Opening : other.Opening,
        Closing = Closing > other.Closing ? Closing : other.Closing,
        Origin = Origin == ReadingOrigin.Actual ? other.Origin : Origin,
        Remarks = string.Join("; ", new[] { Remarks, other.Remarks }.Where(r => r.Length > 0)),
    };

    private static IEnumerable<string> RemarksOf(BillingRow row)
    {
        if (row.Swap is { } swap)
            yield return string.Create(CultureInfo.InvariantCulture, $"meter {swap.OldSerial} replaced on {swap.On:yyyy-MM-dd} at {swap.OldFinalM3} m³, {row.Serial} started at {swap.NewFirstM3} m³");
        if (row.Origin != ReadingOrigin.Actual) yield return ReportColumns.Word(row.Origin).ToLowerInvariant();
        if (row.AgreedUsageM3 is not null) yield return "usage agreed";
        if (row.Reason.Length > 0) yield return row.Reason;
    }
}
