using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Sluice.Reports.Xlsx;

/// <summary>Writes an Excel workbook (ECMA-376) part by part into a zip, forward only: the target need not seek, and nothing but the present part is in memory.</summary>
/// <remarks>Sheet data is written by hand because the SDK's package buffers it; all other parts are the SDK's types.</remarks>
internal sealed partial class WorkbookWriter : IAsyncDisposable
{
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private readonly ZipArchive zip;
    private readonly WorkbookParts parts = new();
    private readonly TimeZoneInfo zone;
    private readonly TimeProvider clock;
    private readonly List<SheetEntry> sheets = [];
    private int tables, charts, drawings;

    private sealed record SheetEntry(int Order, string Name, string Path, string? Repeat);

    private WorkbookWriter(ZipArchive zip, TimeZoneInfo zone, TimeProvider clock)
    {
        this.zip = zip;
        this.zone = zone;
        this.clock = clock;
    }

    /// <summary>Rows a sheet holds, headings included. Only tests lower it.</summary>
    internal int MaxRows { get; init; } = 1_048_576;

    public static async ValueTask<WorkbookWriter> CreateAsync(Stream target, TimeZoneInfo zone, TimeProvider clock, CancellationToken ct, int maxRows = 1_048_576) =>
        new(await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct), zone, clock) { MaxRows = maxRows };

    /// <summary>Adds a small sheet made of the SDK's types.</summary>
    /// <param name="order">Its place among the sheets.</param>
    /// <param name="name">Its name.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="drawing">Charts to place on it, or null.</param>
    /// <param name="ct">Stops the writing.</param>
    public async ValueTask AddAsync(int order, string name, Worksheet sheet, Charts.Dashboard? drawing, CancellationToken ct)
    {
        var path = NewSheet(order, name, repeat: null);
        if (drawing is not null)
        {
            var number = ++drawings;
            var drawingPath = $"xl/drawings/drawing{number}.xml";
            var space = drawing.Build(chart =>
            {
                var target = $"charts/chart{++charts}.xml";
                parts.AddPart($"xl/{target}", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml");
                return (parts.Relate(drawingPath, "chart", $"../{target}"), $"xl/{target}");
            });
            foreach (var (chartPath, chart) in space.Charts) await WritePartAsync(chartPath, chart, ct);
            parts.AddPart(drawingPath, "application/vnd.openxmlformats-officedocument.drawing+xml");
            await WritePartAsync(drawingPath, space.Drawing, ct);
            sheet.InsertAfter(new Drawing { Id = parts.Relate(path, "drawing", $"../drawings/drawing{number}.xml") }, sheet.ChildElements.Last(e => e is not TableParts));
        }
        await WritePartAsync(path, sheet, ct);
    }

    /// <summary>Writes what belongs to the workbook as a whole.</summary>
    public async ValueTask FinishAsync(WorkbookProperties properties, CancellationToken ct)
    {
        var names = new DefinedNames();
        var list = new Sheets();
        foreach (var (index, sheet) in sheets.OrderBy(s => s.Order).Index())
        {
            list.Append(new Sheet { Name = sheet.Name, SheetId = (uint)index + 1, Id = parts.Relate("xl/workbook.xml", "worksheet", sheet.Path["xl/".Length..]) });
            if (sheet.Repeat is null) continue;
            names.Append(new DefinedName($"{CellName.Quote(sheet.Name)}!{sheet.Repeat}") { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)index });
        }
        var workbook = new Workbook(new DocumentFormat.OpenXml.Spreadsheet.WorkbookProperties { DefaultThemeVersion = 166925 }, new BookViews(new WorkbookView { ActiveTab = 0 }), list);
        if (names.HasChildren) workbook.Append(names);
        workbook.Append(new CalculationProperties { FullCalculationOnLoad = true });
        parts.Relate("xl/workbook.xml", "styles", "styles.xml");
        parts.AddPart("xl/workbook.xml", Sheet + "sheet.main+xml");
        parts.AddPart("xl/styles.xml", Sheet + "styles+xml");
        await WriteTextAsync("xl/styles.xml", Styles.Part, ct);
        await WritePartAsync("xl/workbook.xml", workbook, ct);
        parts.Relate("", "officeDocument", "xl/workbook.xml");
        await properties.WriteAsync(parts, WritePartAsync, WriteTextAsync, ct);
        foreach (var source in parts.Sources) await WriteTextAsync(WorkbookParts.PathOf(source), parts.Relationships(source), ct);
        await WriteTextAsync("[Content_Types].xml", parts.ContentTypes(), ct);
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();

    private string NewSheet(int order, string name, string? repeat)
    {
        var path = $"xl/worksheets/sheet{sheets.Count + 1}.xml";
        sheets.Add(new(order, name, path, repeat));
        parts.AddPart(path, Sheet + "worksheet+xml");
        return path;
    }

    private async ValueTask<Stream> OpenAsync(string path, CompressionLevel level, CancellationToken ct)
    {
        var entry = zip.CreateEntry(path, level);
        entry.LastWriteTime = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone);
        return await entry.OpenAsync(ct);
    }

    private async Task WritePartAsync(string path, OpenXmlElement root, CancellationToken ct)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new() { OmitXmlDeclaration = true })) root.WriteTo(xml);
        await WriteTextAsync(path, $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}""", ct);
    }

    private async Task WriteTextAsync(string path, string text, CancellationToken ct)
    {
        await using var part = await OpenAsync(path, CompressionLevel.Optimal, ct);
        await part.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
    }
}
