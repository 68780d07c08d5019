using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sluice.Reports.Billing;
using Sluice.Reports.Templates;
using Sluice.Reports.Tests.Office;

namespace Sluice.Reports.Tests;

/// <summary>Billing files and a society's own workbook as LibreOffice prints them; <c>SLUICE_PICTURES</c> keeps the pages for docs/images.</summary>
public sealed class PrintedPagesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-pages-");

    private string Pictures => Environment.GetEnvironmentVariable("SLUICE_PICTURES") is { Length: > 0 } kept ? kept : folder.FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Billing_files_and_a_filled_workbook_print()
    {
        var jobs = new List<OfficeJob>();
        foreach (var preset in new[] { "plain", "mygate" })
        {
            using var file = new MemoryStream();
            await new BillingFile(BillingLayouts.BuiltIn[preset]).WriteXlsxAsync(file, Rows().ToAsyncEnumerable(), "Green Meadows", "Meera Shah", TimeProvider.System, Cancel);
            jobs.Add(await KeepAsync($"billing-{preset}", file.ToArray()));
        }
        using var filled = new MemoryStream();
        await TemplateFiller.FillAsync(new MemoryStream(Form()), filled, TemplateData.Of(Samples.Report(24)), Cancel);
        jobs.Add(await KeepAsync("own-template", filled.ToArray()));
        var files = await LibreOffice.OpenAsync([.. jobs]);
        Assert.All(files, static f => Assert.True(f.Opened, f.Error));
        foreach (var job in jobs) Assert.True(File.ReadAllBytes(job.Pdf!).AsSpan().StartsWith("%PDF-"u8), job.Pdf);
    }

    private async Task<OfficeJob> KeepAsync(string name, byte[] file)
    {
        Workbook.AssertValid(file);
        var path = Path.Combine(folder.FullName, $"{name}.xlsx");
        await File.WriteAllBytesAsync(path, file, Cancel);
        return new(path, Pdf: Path.Combine(Pictures, $"{name}.pdf"));
    }

    private static IEnumerable<BillingRow> Rows() => Samples.Meters(60).Where(static m => m.UsageM3 >= 0).Select(static (m, i) => new BillingRow
    {
        Tower = m.Tower,
        Flat = m.Flat,
        Place = m.Place,
        Serial = m.Serial,
        OpeningDate = new(2026, 10, 1),
        ClosingDate = new(2026, 11, 1),
        PreviousM3 = m.PreviousM3,
        CurrentM3 = m.CurrentM3,
        Origin = m.Origin ?? Model.ReadingOrigin.Actual,
        Reason = i % 17 == 3 ? "flat was locked; estimated from last year" : "",
    });

    /// <summary>A form as a treasurer might draw it.</summary>
    private static byte[] Form()
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new(
                new Fonts(Font(11), Font(18, bold: true), Font(11, bold: true, "FFFFFFFF"), Font(11, bold: true)) { Count = 4 },
                new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), new Fill(new PatternFill(new ForegroundColor { Rgb = "FF7A4B12" }) { PatternType = PatternValues.Solid })) { Count = 3 },
                new Borders(new Border(), new Border(new LeftBorder(), new RightBorder(), new TopBorder(new Color { Rgb = "FF7A4B12" }) { Style = BorderStyleValues.Thin }, new BottomBorder(), new DiagonalBorder())) { Count = 2 },
                new CellFormats(
                    new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }, new CellFormat { FontId = 2, FillId = 2, ApplyFont = true, ApplyFill = true }, new CellFormat { NumberFormatId = 4, ApplyNumberFormat = true },
                    new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }, new CellFormat { FontId = 3, BorderId = 1, NumberFormatId = 4, ApplyNumberFormat = true, ApplyBorder = true, ApplyFont = true })
                { Count = 6 });
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new(
                new Columns(new Column { Min = 1, Max = 1, Width = 14, CustomWidth = true }, new Column { Min = 2, Max = 6, Width = 12, CustomWidth = true }),
                new SheetData(
                    Row(1, Text("A1", "Water bill", 1)), Row(2, Text("A2", "Society"), Text("B2", "?")), Row(3, Text("A3", "Read on"), Text("B3", "?", 4)),
                    Row(5, Text("A5", "Flat", 2), Text("B5", "Meter", 2), Text("C5", "Before", 2), Text("D5", "Now", 2), Text("E5", "Used (m3)", 2), Text("F5", "Amount (Rs)", 2)),
                    Row(6, Text("A6", "{tower}-{flat}"), Text("B6", "{serial}"), Text("C6", "{previous_m3}", 3), Text("D6", "{current_m3}", 3), Formula("E6", "IF(D6=\"\",0,D6-C6)", 3), Formula("F6", "E6*28.5", 3)),
                    Row(7, Text("A7", "Total", 5), Text("B7", "", 5), Text("C7", "", 5), Text("D7", "", 5), Formula("E7", "SUM(E6:E6)", 5), Formula("F7", "SUM(F6:F6)", 5))),
                new PageSetup { PaperSize = 9 });
            book.Workbook = new(new Sheets(new Sheet { Name = "Bill", SheetId = 1, Id = book.GetIdOfPart(sheet) }), new DefinedNames(
                new DefinedName("Bill!$B$2") { Name = "sluice.society" }, new DefinedName("Bill!$B$3") { Name = "sluice.billing_date" }, new DefinedName("Bill!$A$6:$F$6") { Name = "sluice.meters" }));
        }
        return stream.ToArray();
    }

    private static Font Font(double size, bool bold = false, string color = "FF222222")
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new Color { Rgb = color }, new FontName { Val = "Calibri" });
        return font;
    }

    private static Row Row(uint number, params Cell[] cells) => new(cells) { RowIndex = number };

    private static Cell Text(string cell, string text, uint style = 0) => new(new InlineString(new Text(text))) { CellReference = cell, DataType = CellValues.InlineString, StyleIndex = style };

    private static Cell Formula(string cell, string formula, uint style) => new(new CellFormula(formula), new CellValue("0")) { CellReference = cell, StyleIndex = style };
}
