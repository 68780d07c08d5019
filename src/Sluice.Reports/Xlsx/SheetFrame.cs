using DocumentFormat.OpenXml.Spreadsheet;

namespace Sluice.Reports.Xlsx;

/// <summary>What stands before and after the rows of a table sheet.</summary>
internal static class SheetFrame
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>Up to the opening tag of the sheet data.</summary>
    public static string Head<TRow>(TableSpec<TRow> spec, IEnumerable<double> widths)
    {
        var sheet = new Worksheet(
            new SheetProperties(new TabColor { Rgb = "FF" + spec.TabColor }, new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(
                Frozen(spec.FrozenColumns),
                new Selection { Pane = spec.FrozenColumns > 0 ? PaneValues.BottomRight : PaneValues.BottomLeft, ActiveCell = CellName.Of(spec.FrozenColumns, 2), SequenceOfReferences = new() { InnerText = CellName.Of(spec.FrozenColumns, 2) } })
            { WorkbookViewId = 0, ShowGridLines = false, TabSelected = false }),
            new SheetFormatProperties { DefaultRowHeight = 15 },
            new DocumentFormat.OpenXml.Spreadsheet.Columns(widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = Math.Round(w, 2), CustomWidth = true })));
        return $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{Inner(sheet)}<sheetData>""";
    }

    /// <summary>From the closing tag of the sheet data to the end.</summary>
    public static string Tail<TRow>(TableSpec<TRow> spec, int lastRow, string table)
    {
        var sheet = new Worksheet();
        foreach (var format in spec.Formats(lastRow)) sheet.Append(format);
        Print(sheet, landscape: spec.Columns.Count > 8);
        sheet.Append(new TableParts(new TablePart { Id = table }) { Count = 1 });
        return $"</sheetData>{Inner(sheet)}</worksheet>";
    }

    /// <summary>Paper, margins and the line at the foot: A4, one page wide, page numbers.</summary>
    public static void Print(Worksheet sheet, bool landscape, bool onePage = false)
    {
        sheet.Append(new PrintOptions { HorizontalCentered = true });
        sheet.Append(new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        sheet.Append(new PageSetup { PaperSize = 9, Orientation = landscape ? OrientationValues.Landscape : OrientationValues.Portrait, FitToWidth = 1, FitToHeight = onePage ? 1u : 0u });
        sheet.Append(new HeaderFooter(new OddFooter("&L&8&A&R&8Page &P of &N")));
    }

    private static Pane Frozen(int columns) => columns > 0
        ? new() { HorizontalSplit = columns, VerticalSplit = 1, TopLeftCell = CellName.Of(columns, 2), ActivePane = PaneValues.BottomRight, State = PaneStateValues.Frozen }
        : new() { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen };

    private static string Inner(Worksheet sheet) => string.Concat(sheet.ChildElements.Select(c => c.OuterXml));
}
