using Sluice.Metering.Imports;

namespace Sluice.Imports.Registry;

/// <summary>A row on its way from the sheet to the store.</summary>
/// <param name="Number">As a spreadsheet counts it.</param>
/// <param name="Id">What it is about; null when that cannot be read.</param>
/// <param name="Value">What it says, of the target's own type; null when there is a problem.</param>
/// <param name="Problem">Why it cannot be used.</param>
internal sealed record ParsedRow(int Number, string? Id, object? Value, ImportRow? Problem = null);

/// <summary>What one run of an import does with its rows.</summary>
internal interface IImportTarget
{
    /// <summary>Reads what is there. Called once, first.</summary>
    /// <returns>Why the import cannot run; null when it can.</returns>
    ValueTask<string?> OpenAsync(CancellationToken ct);

    /// <summary>Takes a row of the sheet apart.</summary>
    ParsedRow Parse(SheetRow row);

    /// <summary>Sees every usable row once, before any is planned.</summary>
    void Collect(ParsedRow row);

    /// <summary>What would become of usable rows; changes nothing.</summary>
    ValueTask<IReadOnlyList<ImportRow>> PlanAsync(IReadOnlyList<ParsedRow> rows, CancellationToken ct);

    /// <summary>Changes what the plan says. Doing it again changes nothing more.</summary>
    ValueTask ApplyAsync(IReadOnlyList<ParsedRow> rows, IReadOnlyList<ImportRow> plan, CancellationToken ct);

    /// <summary>What is there and not in the file, some at a time; empty when there is nothing (more).</summary>
    /// <param name="seen">Ids of the file and of earlier calls.</param>
    IReadOnlyList<ImportRow> Missing(IReadOnlySet<string> seen, int limit);

    /// <summary>Takes what is missing out of use.</summary>
    ValueTask DeactivateAsync(IReadOnlyList<ImportRow> missing, CancellationToken ct);
}
