using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Sluice.Reports.Xlsx;

/// <summary>A small sheet filled cell by cell: summary, metadata, data of charts.</summary>
/// <param name="tabColor">RGB of the tab.</param>
internal sealed class GridSheet(string tabColor)
{
    private readonly SortedDictionary<int, SortedDictionary<int, Cell>> cells = [];
    private readonly Dictionary<int, double> heights = [];
    private readonly List<string> merged = [];
    private readonly List<ConditionalFormatting> conditions = [];

    /// <summary>Widths of the first columns.</summary>
    public IReadOnlyList<double> Widths { get; init; } = [];

    /// <summary>Wide paper.</summary>
    public bool Landscape { get; init; }

    /// <summary>One page for everything.</summary>
    public bool OnePage { get; init; }

    public void Text(int column, int row, string text, CellStyle style)
    {
        var shown = SheetText.Cut(text).ToString();
        if (style == CellStyle.Text && SheetText.LooksLikeFormula(shown)) style = CellStyle.QuotedText;
        Set(column, row, style, new Cell(new InlineString(new Text(SheetText.Escape(shown)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString });
    }

    public void Number(int column, int row, decimal number, CellStyle style) =>
        Set(column, row, style, new Cell(new CellValue(number.ToString(CultureInfo.InvariantCulture))));

    /// <summary>A local time.</summary>
    public void Time(int column, int row, DateTime local, CellStyle style) =>
        Set(column, row, style, new Cell(new CellValue(Serial.Of(local).ToString("R", CultureInfo.InvariantCulture))));

    public void Blank(int column, int row, CellStyle style) => Set(column, row, style, new());

    public void Height(int row, double points) => heights[row] = points;

    public void Merge(int column, int row, int endColumn, int endRow) => merged.Add($"{CellName.Of(column, row)}:{CellName.Of(endColumn, endRow)}");

    public void Add(ConditionalFormatting condition) => conditions.Add(condition);

    public Worksheet Build()
    {
        var fit = new PageSetupProperties { FitToPage = true };
        var sheet = new Worksheet(
            new SheetProperties(new TabColor { Rgb = "FF" + tabColor }, fit),
            new SheetViews(new SheetView { ShowGridLines = false, WorkbookViewId = 0 }),
            new SheetFormatProperties { DefaultRowHeight = 15 });
        if (Widths.Count > 0) sheet.Append(new DocumentFormat.OpenXml.Spreadsheet.Columns(Widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true })));
        var data = new SheetData();
        foreach (var (number, row) in cells)
        {
            var element = new Row(row.Values) { RowIndex = (uint)number };
            if (heights.TryGetValue(number, out var height)) (element.Height, element.CustomHeight) = (height, true);
            data.Append(element);
        }
        sheet.Append(data);
        if (merged.Count > 0) sheet.Append(new MergeCells(merged.Select(m => new MergeCell { Reference = m })) { Count = (uint)merged.Count });
        foreach (var condition in conditions) sheet.Append(condition);
        SheetFrame.Print(sheet, Landscape, OnePage);
        return sheet;
    }

    private void Set(int column, int row, CellStyle style, Cell cell)
    {
        cell.CellReference = CellName.Of(column, row);
        cell.StyleIndex = (uint)style;
        if (!cells.TryGetValue(row, out var line)) cells[row] = line = [];
        line[column] = cell;
    }
}
