using DocumentFormat.OpenXml.Spreadsheet;
using Sluice.Reports.Cells;

namespace Sluice.Reports.Xlsx;

/// <summary>A sheet with one table.</summary>
/// <param name="Name">The sheet's name; a second sheet of the same rows becomes <c>Name 2</c>.</param>
/// <param name="TabColor">RGB of the tab.</param>
/// <param name="Columns">What to write.</param>
internal sealed record TableSpec<TRow>(string Name, string TabColor, IReadOnlyList<Column<TRow>> Columns)
{
    /// <summary>How many columns stay in sight at the left.</summary>
    public int FrozenColumns { get; init; }

    /// <summary>Conditional formats over the rows from 2 to the last one.</summary>
    public Func<int, IEnumerable<ConditionalFormatting>> Formats { get; init; } = _ => [];

    /// <summary>Called for each row, for sums.</summary>
    public Action<TRow> Seen { get; init; } = _ => { };

    /// <summary>The letters of the column with this name.</summary>
    public string Letter(string column) => CellName.Column(Columns.Select(c => c.Name).ToList().IndexOf(column));
}

/// <summary>What was written of a table.</summary>
/// <param name="Rows">Rows without headings.</param>
/// <param name="Sheets">Names of the sheets.</param>
internal sealed record TableResult(long Rows, IReadOnlyList<string> Sheets);
