using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Sluice.Reports.Xlsx;

/// <summary>The style part. Each <see cref="CellStyle"/> is one row of <see cref="Formats"/>, in its order.</summary>
internal static class Styles
{
    private const uint Volume = 164, OneDecimal = 165, Instant = 166, Date = 167, Percent = 168, Whole = 169, Heading = 170;

    /// <summary>Room between a number and the text beside it; LibreOffice keeps to it, but not to an indent from the right.</summary>
    private const string Gap = "_)";

    private enum Face { Normal, Header, Title, Muted, Figure, Section, AlertFigure }

    private enum Ground { None, Gray125, Deep, Paper }

    private enum Edge { None, Bottom, Section }

    private sealed record Format(Face Face = Face.Normal, Ground Ground = Ground.None, Edge Edge = Edge.None, uint Number = 0, HorizontalAlignmentValues? Across = null, bool Wrap = false, bool Quoted = false, int Indent = 0);

    private static readonly Format[] Formats =
    [
        new(), // Default
        new(Face.Header, Ground.Deep), // Header
        new(Number: 49), // Text
        new(Number: 49, Quoted: true), // QuotedText
        new(Number: Volume, Across: HorizontalAlignmentValues.Right), // Volume
        new(Number: OneDecimal, Across: HorizontalAlignmentValues.Right), // Decimal
        new(Number: Whole, Across: HorizontalAlignmentValues.Right), // Integer
        new(Number: Instant, Across: HorizontalAlignmentValues.Left), // Instant
        new(Number: Date, Across: HorizontalAlignmentValues.Left), // Date
        new(Across: HorizontalAlignmentValues.Center), // Centered
        new(Face.Title), // Title
        new(Face.Muted), // Subtitle
        new(Face.Muted, Edge: Edge.Bottom), // Label
        new(Face.Muted, Ground.Paper, Indent: 1, Across: HorizontalAlignmentValues.Left), // FigureLabel
        new(Face.Figure, Ground.Paper, Number: 3, Indent: 1, Across: HorizontalAlignmentValues.Left), // Figure
        new(Face.Figure, Ground.Paper, Number: OneDecimal, Indent: 1, Across: HorizontalAlignmentValues.Left), // FigureVolume
        new(Face.Figure, Ground.Paper, Number: Percent, Indent: 1, Across: HorizontalAlignmentValues.Left), // FigurePercent
        new(Face.Section, Edge: Edge.Section), // Section
        new(Number: Percent, Across: HorizontalAlignmentValues.Right), // Percent
        new(Number: 49, Edge: Edge.Bottom, Wrap: true), // Wrapped
        new(Face.AlertFigure, Ground.Paper, Number: 3, Indent: 1, Across: HorizontalAlignmentValues.Left), // FigureAlert
        new(Face.Header, Ground.Deep, Number: Heading, Across: HorizontalAlignmentValues.Right), // NumberHeader
    ];

    /// <summary>Differential formats for conditional formatting, by index.</summary>
    public enum Mark { Good, Warn, Alert, Missing }

    private static readonly string Text = Build().OuterXml;

    /// <summary>The part's text, the same for every workbook.</summary>
    public static string Part { get; } = $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{Text}""";

    private static Stylesheet Build() => new(
        new NumberingFormats(Code(Volume, $"#,##0.000{Gap}"), Code(OneDecimal, $"#,##0.0{Gap}"), Code(Instant, "yyyy\\-mm\\-dd\\ hh:mm"), Code(Date, "yyyy\\-mm\\-dd"), Code(Percent, $"0.0%{Gap}"), Code(Whole, $"#,##0{Gap}"), Code(Heading, $"@{Gap}"))
        { Count = 7 },
        new Fonts(
            Font(10, Palette.Ink), Font(10, Palette.White, bold: true), Font(20, Palette.Deep, bold: true), Font(10, Palette.Muted),
            Font(16, Palette.Deep, bold: true), Font(12, Palette.Deep, bold: true), Font(16, Palette.Alert, bold: true))
        { Count = 7 },
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            Solid(Palette.Deep), Solid(Palette.Paper))
        { Count = 4 },
        new Borders(Line(null), Line(Palette.Line), Line(Palette.Water)) { Count = 3 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(Formats.Select(Cell)) { Count = (uint)Formats.Length },
        new CellStyles(new DocumentFormat.OpenXml.Spreadsheet.CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 },
        new DifferentialFormats(
            Differential(Palette.Good, Palette.GoodFill), Differential("8A5A10", Palette.WarnFill), Differential(Palette.Alert, Palette.AlertFill), Differential(Palette.Muted, Palette.MissingFill))
        { Count = 4 },
        new TableStyles { Count = 0, DefaultTableStyle = "TableStyleLight1" });

    private static CellFormat Cell(Format format)
    {
        var cell = new CellFormat
        {
            NumberFormatId = format.Number,
            FontId = (uint)format.Face,
            FillId = (uint)format.Ground,
            BorderId = (uint)format.Edge,
            FormatId = 0,
            ApplyNumberFormat = format.Number != 0,
            ApplyFont = true,
            ApplyFill = format.Ground != Ground.None,
            ApplyBorder = format.Edge != Edge.None,
            ApplyAlignment = true,
            QuotePrefix = format.Quoted ? true : null,
        };
        cell.Append(new Alignment
        {
            Horizontal = format.Across,
            Vertical = format.Wrap || format.Edge == Edge.Bottom ? VerticalAlignmentValues.Top : VerticalAlignmentValues.Center,
            WrapText = format.Wrap ? true : null,
            Indent = format.Indent > 0 ? (uint)format.Indent : null,
        });
        return cell;
    }

    private static NumberingFormat Code(uint id, string code) => new() { NumberFormatId = id, FormatCode = code };

    private static Font Font(double size, string color, bool bold = false)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new Color { Rgb = "FF" + color }, new FontName { Val = "Calibri" }, new FontFamilyNumbering { Val = 2 });
        return font;
    }

    private static Fill Solid(string color) => new(new PatternFill(new ForegroundColor { Rgb = "FF" + color }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid });

    private static Border Line(string? color)
    {
        var bottom = new BottomBorder();
        if (color is not null)
        {
            bottom.Style = BorderStyleValues.Thin;
            bottom.Append(new Color { Rgb = "FF" + color });
        }
        return new(new LeftBorder(), new RightBorder(), new TopBorder(), bottom, new DiagonalBorder());
    }

    private static DifferentialFormat Differential(string font, string fill) => new(
        new Font(new Color { Rgb = "FF" + font }),
        new Fill(new PatternFill(new BackgroundColor { Rgb = "FF" + fill }) { PatternType = PatternValues.Solid }));
}
