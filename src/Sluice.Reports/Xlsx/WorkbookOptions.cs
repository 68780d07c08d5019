namespace Sluice.Reports.Xlsx;

/// <summary>How much a workbook shows.</summary>
public enum WorkbookTemplate
{
    /// <summary>What a treasurer works with: summary, meters, readings in their usual columns.</summary>
    Standard = 0,

    /// <summary>Everything: all columns, analytics.</summary>
    Detailed,

    /// <summary>One page.</summary>
    Summary,
}

/// <summary>Which sheets; null: as the template has it.</summary>
public sealed record WorkbookSheets
{
    public bool? Summary { get; init; }

    public bool? Readings { get; init; }

    public bool? Meters { get; init; }

    public bool? Analytics { get; init; }
}

/// <summary>Options of a session's workbook, named as callers of the interface name them. A password is never part of it: see <see cref="Protection.PackageProtection"/>.</summary>
public sealed record WorkbookOptions
{
    /// <summary>How much is shown.</summary>
    public WorkbookTemplate Template { get; init; }

    /// <summary>Draw charts on the summary.</summary>
    public bool IncludeCharts { get; init; } = true;

    /// <summary>Add the sheet that says where the figures come from.</summary>
    public bool IncludeMetadata { get; init; } = true;

    /// <summary>Which sheets.</summary>
    public WorkbookSheets Worksheets { get; init; } = new();

    internal bool HasSummary => Worksheets.Summary ?? true;

    internal bool HasMeters => Worksheets.Meters ?? Template != WorkbookTemplate.Summary;

    internal bool HasReadings => Worksheets.Readings ?? Template != WorkbookTemplate.Summary;

    internal bool HasAnalytics => Worksheets.Analytics ?? Template == WorkbookTemplate.Detailed;
}
