using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using MiniExcelLibs;
using Microsoft.Extensions.Time.Testing;
using Sluice.Reports.Model;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Tests;

/// <summary>Workbooks made for a test, and ways to look into them that share nothing with the writer.</summary>
internal static class Workbook
{
    public static readonly FakeTimeProvider Clock = new(Samples.Start);

    public static async Task<byte[]> WriteAsync(SessionReport report, WorkbookOptions options)
    {
        using var stream = new MemoryStream();
        await new SessionWorkbook(Clock).WriteAsync(stream, report, options, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    /// <summary>Fails with the errors the Open XML SDK finds.</summary>
    public static void AssertValid(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors.Take(20)));
    }

    /// <summary>Rows of a sheet by heading, read with MiniExcel.</summary>
    public static List<IDictionary<string, object?>> Rows(byte[] file, string sheet) =>
        [.. MiniExcel.Query(new MemoryStream(file), useHeaderRow: true, sheetName: sheet).Cast<IDictionary<string, object?>>()];
}
