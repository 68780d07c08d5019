using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sluice.Reports.Templates;
using Sluice.Reports.Tests.Office;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Tests;

public sealed class TemplateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-reports-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_template_is_filled_and_its_formulas_follow()
    {
        var meters = Samples.Meters(50).Where(m => m.UsageM3 is not null).ToList();
        var filled = await FillAsync(Template(), meters.Count, meters);
        Workbook.AssertValid(filled);
        var path = Path.Combine(folder.FullName, "filled.xlsx");
        await File.WriteAllBytesAsync(path, filled, TestContext.Current.CancellationToken);
        var file = (await LibreOffice.OpenAsync(new OfficeJob(path, Cells: true))).Single();
        Assert.True(file.Opened, file.Error);
        var rows = file.Sheets[0].Rows;
        Assert.Equal(("Society", "Green Meadows"), (rows[0][0].GetString(), rows[0][1].GetString()));
        Assert.Equal(new DateTime(2026, 11, 1).ToOADate(), rows[1][1].GetDouble());
        foreach (var (i, meter) in meters.Index())
        {
            var row = rows[4 + i];
            Assert.Equal(($"{meter.Tower}-{meter.Flat}", meter.Serial), (row[0].GetString(), row[1].GetString()));
            Assert.Equal(((double)meter.PreviousM3!, (double)meter.CurrentM3!), (row[2].GetDouble(), row[3].GetDouble()));
            Assert.Equal((double)meter.UsageM3!, row[4].GetDouble(), 9); // a formula of the template
        }
        var total = rows[4 + meters.Count];
        Assert.Equal("Total", total[0].GetString());
        Assert.Equal((double)meters.Sum(m => m.UsageM3!.Value), total[4].GetDouble(), 6);
        Assert.Equal((double)meters.Sum(m => m.UsageM3!.Value), file.Sheets[1].Rows[0][0].GetDouble(), 6); // a formula of another sheet
    }

    [Fact]
    public async Task Without_rows_the_row_stays_empty()
    {
        var filled = await FillAsync(Template(), 0, []);
        Workbook.AssertValid(filled);
        var path = Path.Combine(folder.FullName, "filled.xlsx");
        await File.WriteAllBytesAsync(path, filled, TestContext.Current.CancellationToken);
        var file = (await LibreOffice.OpenAsync(new OfficeJob(path, Cells: true))).Single();
        Assert.Equal("Total", file.Sheets[0].Rows[5][0].GetString());
        Assert.Equal("", file.Sheets[0].Rows[4][0].GetString());
    }

    [Theory]
    [InlineData("{flat} {colour}", "A5", "{colour} in A5")]
    [InlineData("=E6", "E5", "E5 on Bill refers to cells below")]
    public async Task What_cannot_be_filled_is_said_with_its_place(string text, string cell, string message)
    {
        var problem = await Assert.ThrowsAsync<ReportException>(() => FillAsync(Template(change: (cell, text)), 1, Samples.Meters(1)));
        Assert.Equal("BadTemplate", problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sluice.colour", "'Bill'!$A$1", "sluice.colour is not known")]
    [InlineData("sluice.readings", "'Bill'!$A$5:$E$6", "cells of one row")]
    [InlineData("sluice.readings", "'Bill'!$A$7:$E$7", "more than one row to repeat")]
    public async Task A_range_that_does_not_fit_is_named(string name, string area, string message)
    {
        var problem = await Assert.ThrowsAsync<ReportException>(() => FillAsync(Template((name, area)), 1, Samples.Meters(1)));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_workbook_is_refused()
        => Assert.Equal("BadTemplate", (await Assert.ThrowsAsync<ReportException>(() => FillAsync("not a zip"u8.ToArray(), 1, []))).Code);

    [Theory]
    [InlineData("SUM(E5:E5)", "SUM(E5:E14)")]
    [InlineData("SUM(E$5:E$5)+E6", "SUM(E$5:E$14)+E15")]
    [InlineData("A1+B4", "A1+B4")]
    [InlineData("SUM(A1:A9)", "SUM(A1:A18)")]
    [InlineData("\"A6 is \"\"B7\"\"\"&A6", "\"A6 is \"\"B7\"\"\"&A15")]
    [InlineData("Bill!E6+'Bill'!$E$6+Other!E6", "Bill!E15+'Bill'!$E$15+Other!E6")]
    [InlineData("LOG10(A6)+Table6[x]+A6B", "LOG10(A15)+Table6[x]+A6B")]
    public void References_follow_the_rows(string formula, string expected)
        => Assert.Equal(expected, new RowShift("Bill", 5, 10).Formula(formula, "Bill"));

    private static async Task<byte[]> FillAsync(byte[] template, int meters, List<Model.MeterRow> rows)
    {
        using var target = new MemoryStream();
        var report = Samples.Report(meters) with { Meters = rows.ToAsyncEnumerable() };
        await TemplateFiller.FillAsync(new MemoryStream(template), target, TemplateData.Of(report), TestContext.Current.CancellationToken);
        return target.ToArray();
    }

    /// <summary>A society's workbook: a head, a row to repeat with a formula, a total below it, a table, a second sheet that refers to the total.</summary>
    private static byte[] Template((string Name, string Area)? more = null, (string Cell, string Text)? change = null)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var bill = book.AddNewPart<WorksheetPart>();
            bill.Worksheet = new(
                new SheetDimension { Reference = "A1:E6" },
                new SheetData(
                    Row(1, ("A1", "Society")), Row(2, ("A2", "Date"), ("B2", "?")), Row(4, ("A4", "Flat"), ("B4", "Meter"), ("C4", "Previous"), ("D4", "Current"), ("E4", "Usage")),
                    Row(5, ("A5", "{tower}-{flat}"), ("B5", "{serial}"), ("C5", "{previous_m3}"), ("D5", "{current_m3}"), ("E5", "=D5-C5")),
                    Row(6, ("A6", "Total"), ("E6", "=SUM(E5:E5)"))),
                new ConditionalFormatting(new ConditionalFormattingRule(new Formula("E5>20")) { Type = ConditionalFormatValues.Expression, Priority = 1 }) { SequenceOfReferences = new() { InnerText = "E5:E5" } },
                new TableParts(new TablePart { Id = "rIdTable" }) { Count = 1 });
            bill.AddNewPart<TableDefinitionPart>("rIdTable").Table = new(
                new AutoFilter { Reference = "A4:E5" },
                new TableColumns(new[] { "Flat", "Meter", "Previous", "Current", "Usage" }.Select((n, i) => new TableColumn { Id = (uint)i + 1, Name = n })) { Count = 5 })
            { Id = 1, Name = "Bills", DisplayName = "Bills", Reference = "A4:E5" };
            var other = book.AddNewPart<WorksheetPart>();
            other.Worksheet = new(new SheetData(Row(1, ("A1", "=Bill!E6"))));
            if (change is { } c)
            {
                var cell = bill.Worksheet.Descendants<Cell>().Single(x => x.CellReference == c.Cell);
                cell.InsertAfterSelf(NewCell(c.Cell, c.Text));
                cell.Remove();
            }
            var names = new DefinedNames(
                new DefinedName("Bill!$B$1") { Name = "sluice.society" }, new DefinedName("'Bill'!$B$2") { Name = "sluice.billing_date" }, new DefinedName("Bill!$A$5:$E$5") { Name = "sluice.meters" });
            if (more is { } m) names.Append(new DefinedName(m.Area) { Name = m.Name });
            book.Workbook = new(new Sheets(
                new Sheet { Name = "Bill", SheetId = 1, Id = book.GetIdOfPart(bill) }, new Sheet { Name = "Other", SheetId = 2, Id = book.GetIdOfPart(other) }), names);
        }
        return stream.ToArray();
    }

    private static Row Row(uint number, params (string Cell, string Text)[] cells) => new(cells.Select(c => NewCell(c.Cell, c.Text))) { RowIndex = number };

    private static Cell NewCell(string cell, string text) => text.StartsWith('=')
        ? new(new CellFormula(text[1..]), new CellValue("0")) { CellReference = cell }
        : new(new InlineString(new Text(text))) { CellReference = cell, DataType = CellValues.InlineString };
}
