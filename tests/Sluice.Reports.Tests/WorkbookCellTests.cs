using System.Globalization;
using Sluice.Reports.Cells;
using Sluice.Reports.Model;
using Sluice.Reports.Tests.Office;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Tests;

/// <summary>What stands in the cells, read with MiniExcel and with LibreOffice, which share nothing with the writer.</summary>
public sealed class WorkbookCellTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-reports-");

    public void Dispose() => folder.Delete(recursive: true);

    private static readonly string[] Texts =
    [
        "flat 🏠 of 👩‍👩‍👧 family",
        "שלום مرحبا 101",
        "=HYPERLINK(\"http://example.org\",\"click\")",
        "+1-555 0100",
        "-3 dB",
        "@SUM(A1)",
        "<b>&amp;\"quoted\"</b> ]]>",
        "_x0041_ and _x00",
        " first\nsecond  third ",
    ];

    /// <summary>LibreOffice shows these as it likes; what matters is that it opens the file.</summary>
    private static readonly string[] Controls = ["bell\u0007 escape\u001b null\0 end", "tab\tstop", "\uFFFE\uFFFF"];

    [Fact]
    public async Task Every_cell_of_a_session_reads_back_as_it_was_given()
    {
        var report = Samples.Report(300);
        var file = await Workbook.WriteAsync(report, new() { Template = WorkbookTemplate.Detailed });
        Workbook.AssertValid(file);
        AssertSame(Samples.Meters(300), ReportColumns.Meters, Workbook.Rows(file, "Meters"));
        AssertSame(Samples.Readings(600), ReportColumns.Readings, Workbook.Rows(file, "Readings"));
        AssertSame(Samples.Analytics(300), ReportColumns.Analytics, Workbook.Rows(file, "Analytics"));
    }

    [Fact]
    public async Task Any_text_survives()
    {
        var path = await WriteNoteAsync([.. Texts, .. Controls]);
        Assert.Equal([.. Texts, .. Controls], Workbook.Rows(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), "Readings").Select(r => r["Note"]));
        var file = (await LibreOffice.OpenAsync(new OfficeJob(path, Cells: true))).Single();
        Assert.Equal(Texts, file.Sheets.Single(s => s.Name == "Readings").Rows.Skip(1).Take(Texts.Length).Select(r => r[^1].GetString()));
    }

    [Fact]
    public async Task A_text_longer_than_a_cell_holds_is_cut_at_a_whole_character_and_shows_it()
    {
        var longest = string.Concat(Enumerable.Repeat("水", 32_767));
        var tooLong = new string('a', 32_765) + "🏠🏠🏠";
        var rows = Workbook.Rows(await File.ReadAllBytesAsync(await WriteNoteAsync(longest, tooLong), TestContext.Current.CancellationToken), "Readings");
        Assert.Equal(longest, rows[0]["Note"]);
        Assert.Equal(new string('a', 32_765) + "…", rows[1]["Note"]);
    }

    [Fact]
    public async Task A_number_with_more_digits_than_a_sheet_keeps_is_written_as_text()
    {
        var report = Samples.Report(1) with { Readings = new[] { Samples.Readings(1)[0] with { TotalM3 = 123456789012.345678m, TargetM3 = 123456789012.345m } }.ToAsyncEnumerable() };
        var row = Workbook.Rows(await Workbook.WriteAsync(report, new()), "Readings").Single();
        Assert.Equal("123456789012.345678", row["Total (m³)"]);
        Assert.Equal(123456789012.345, row["Target (m³)"]);
    }

    [Fact]
    public async Task Rows_beyond_the_end_of_a_sheet_go_on_in_the_next()
    {
        using var stream = new MemoryStream();
        await new SessionWorkbook(Workbook.Clock) { MaxRows = 101 }.WriteAsync(stream, Samples.Report(120), new() { Template = WorkbookTemplate.Detailed }, TestContext.Current.CancellationToken);
        Workbook.AssertValid(stream.ToArray());
        var rows = new[] { "Readings", "Readings 2", "Readings 3" }.SelectMany(s => Workbook.Rows(stream.ToArray(), s)).ToList();
        AssertSame(Samples.Readings(240), ReportColumns.Readings, rows);
    }

    [Fact]
    public async Task A_session_without_rows_is_a_valid_workbook()
    {
        var file = await Workbook.WriteAsync(Samples.Report(0), new() { Template = WorkbookTemplate.Detailed });
        Workbook.AssertValid(file);
        var path = Path.Combine(folder.FullName, "empty.xlsx");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        Assert.True((await LibreOffice.OpenAsync(new OfficeJob(path))).Single().Opened);
    }

    [Fact]
    public async Task Options_that_leave_no_sheet_are_refused()
    {
        var options = new WorkbookOptions { Worksheets = new() { Summary = false, Meters = false, Readings = false, Analytics = false } };
        var problem = await Assert.ThrowsAsync<ReportException>(() => Workbook.WriteAsync(Samples.Report(1), options));
        Assert.Equal("NoWorksheets", problem.Code);
    }

    private async Task<string> WriteNoteAsync(params string[] notes)
    {
        var readings = notes.Select(n => Samples.Readings(1)[0] with { Note = n }).ToAsyncEnumerable();
        var file = await Workbook.WriteAsync(Samples.Report(1) with { Readings = readings }, new());
        Workbook.AssertValid(file);
        var path = Path.Combine(folder.FullName, "text.xlsx");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        return path;
    }

    private static void AssertSame<TRow>(List<TRow> expected, IReadOnlyList<Column<TRow>> columns, List<IDictionary<string, object?>> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (index, row) in expected.Index())
        {
            foreach (var column in columns)
            {
                var heading = column.Kind == ColumnKind.Instant ? $"{column.Heading} (Asia/Kolkata)" : column.Heading;
                var seen = new ExpectedCell();
                column.Write(row, seen);
                Assert.True(seen.Matches(actual[index][heading]), $"row {index + 2}, {heading}: expected {seen.Value}, found {actual[index][heading] ?? "(nothing)"}");
            }
        }
    }

    /// <summary>The value a cell should have.</summary>
    private sealed class ExpectedCell : ICellSink
    {
        public object? Value { get; private set; }

        public void Text(string? value) => Value = string.IsNullOrEmpty(value) ? null : value;

        public void Number(decimal? value) => Value = value;

        public void Integer(long? value) => Value = (decimal?)value;

        public void Instant(DateTimeOffset? value) => Value = value is { } at ? TimeZoneInfo.ConvertTime(at, Samples.Kolkata).DateTime : null;

        public void Date(DateOnly? value) => Value = value?.ToDateTime(TimeOnly.MinValue);

        public void Flag(bool value) => Value = value ? "yes" : null;

        public bool Matches(object? actual) => (Value, actual) switch
        {
            (null, null) => true,
            (decimal number, double read) => number == decimal.Parse(read.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture),
            (DateTime time, DateTime read) => Math.Abs((time - read).TotalMilliseconds) < 1,
            (string text, string read) => text == read,
            _ => false,
        };
    }
}
