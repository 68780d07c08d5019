using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sluice.Reports.Tests.Office;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Tests;

public sealed class WorkbookTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-reports-");

    /// <summary>Where printed pages go; <c>SLUICE_PICTURES</c> keeps them, to look at and for docs/images.</summary>
    private string Pictures => Environment.GetEnvironmentVariable("SLUICE_PICTURES") is { Length: > 0 } kept ? kept : folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Each_template_opens_in_LibreOffice_with_its_sheets_charts_and_marks()
    {
        var jobs = new List<OfficeJob>();
        foreach (var template in Enum.GetValues<WorkbookTemplate>())
        {
            var file = await Workbook.WriteAsync(Samples.Report(400), new() { Template = template });
            Workbook.AssertValid(file);
            var path = Path.Combine(folder.FullName, $"{template}.xlsx");
            await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
            jobs.Add(new(path, Pdf: Path.Combine(Pictures, $"{template}.pdf")));
        }
        var files = await LibreOffice.OpenAsync([.. jobs]);
        Assert.All(files, f => Assert.True(f.Opened, f.Error));
        Assert.Equal(
            [
                "Summary:6:5, Meters:0:7, Readings:0:4, Metadata:0:0, Chart data:0:0",
                "Summary:6:5, Meters:0:7, Readings:0:4, Analytics:0:4, Metadata:0:0, Chart data:0:0",
                "Summary:6:5, Metadata:0:0, Chart data:0:0",
            ],
            files.Select(f => string.Join(", ", f.Sheets.Select(s => $"{s.Name}:{s.Charts}:{s.Conditions}"))));
        foreach (var job in jobs) Assert.True(File.ReadAllBytes(job.Pdf!).AsSpan().StartsWith("%PDF-"u8), job.Pdf);
        Assert.All(files.SelectMany(f => f.Sheets).Where(s => s.Name is "Meters" or "Readings" or "Analytics"), s => Assert.True(s.Repeats, s.Name));
    }
}
