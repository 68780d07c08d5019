using Sluice.Metering.Exports;
using Sluice.Reports.Archives;
using Sluice.Reports.Billing;
using Sluice.Reports.Cells;
using Sluice.Reports.Csv;
using Sluice.Reports.Json;
using Sluice.Reports.Model;
using Sluice.Reports.ParquetFiles;
using Sluice.Reports.Protection;
using Sluice.Reports.Templates;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Exports;

/// <summary>Writes one export in its format.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="source">The rows.</param>
/// <param name="own">The society's own form, when the export is made by one.</param>
/// <param name="program">This program with its version.</param>
/// <param name="clock">The clock.</param>
internal sealed class ExportWriter(ExportRequest request, ExportSource source, byte[]? own, string program, TimeProvider clock)
{
    /// <summary>Meters named that a billing file leaves out.</summary>
    private const int MaxLeftOut = 100;

    /// <summary>What a billing file left out; null for other files.</summary>
    public BillingResult? Billed { get; private set; }

    /// <summary>The first meters left out.</summary>
    public IReadOnlyList<LeftOut> LeftOut => [.. (Billed?.Problems ?? []).Take(MaxLeftOut).Select(static p => new LeftOut(p.Serial, p.Unit, p.Fault.ToString()))];

    /// <summary>Writes the file.</summary>
    /// <param name="target">Gets it; need not seek, stays open.</param>
    /// <param name="protection">Encrypts it; null: it is not.</param>
    /// <param name="counter">Told of every row.</param>
    /// <param name="ct">Stops the writing.</param>
    public async Task WriteAsync(Stream target, PackageProtection? protection, RowCounter counter, CancellationToken ct)
    {
        if (protection is null)
        {
            await WritePlainAsync(target, counter, ct);
            return;
        }
        var secret = new ProtectedStream(protection);
        await using (secret.ConfigureAwait(false))
        {
            await WritePlainAsync(secret, counter, ct);
            await secret.FinishAsync(target, ct);
        }
    }

    private async Task WritePlainAsync(Stream target, RowCounter counter, CancellationToken ct)
    {
        var report = source.ToReport();
        report = new(report.Summary, counter.Count(report.Readings, "readings", ct), counter.Count(report.Meters, "meters", ct), counter.Count(report.Analytics, "analytics", ct));
        switch (request.Format)
        {
            case ExportFormat.Xlsx when own is not null:
                await TemplateFiller.FillAsync(new MemoryStream(own, writable: false), target, TemplateData.Of(report), ct);
                break;
            case ExportFormat.Xlsx:
                await new SessionWorkbook(clock).WriteAsync(target, report, Options(), ct);
                break;
            case ExportFormat.Json:
                await SessionJson.WriteAsync(target, report, ct);
                break;
            case ExportFormat.Csv:
                await WriteCsvAsync(target, report, ct);
                break;
            case ExportFormat.Parquet:
                await ParquetZip.WriteAsync(target, report.Readings, report.Summary.TimeZone, ct);
                break;
            case ExportFormat.Archive:
                await WriteArchiveAsync(target, report, counter, ct);
                break;
            default:
                await WriteBillingAsync(target, counter, ct);
                break;
        }
    }

    private async Task WriteCsvAsync(Stream target, SessionReport report, CancellationToken ct)
    {
        var options = new CsvOptions { ByteOrderMark = true, TimeZone = report.Summary.TimeZone };
        await (request.Template switch
        {
            "meters" => CsvFile.WriteAsync(target, ReportColumns.Meters, report.Meters, options, ct),
            "analytics" => CsvFile.WriteAsync(target, ReportColumns.Analytics, report.Analytics, options, ct),
            _ => CsvFile.WriteAsync(target, ReportColumns.Readings, report.Readings, options, ct),
        });
    }

    private async Task WriteArchiveAsync(Stream target, SessionReport report, RowCounter counter, CancellationToken ct)
    {
        var archive = await ArchiveWriter.CreateAsync(target, ct);
        await using (archive.ConfigureAwait(false))
        {
            await archive.AddCsvAsync("readings.csv", ArchiveKind.Readings, ReportColumns.Readings, report.Readings, ct);
            await archive.AddCsvAsync("meters.csv", ArchiveKind.Meters, ReportColumns.Meters, report.Meters, ct);
            await archive.AddTelegramsAsync("telegrams.jsonl", counter.Count(source.TelegramsAsync(ct), "telegrams", ct), ct);
            await archive.FinishAsync(report.Summary.SocietyId, report.Summary.GeneratedAt, request.By, program, ct);
        }
    }

    private async Task WriteBillingAsync(Stream target, RowCounter counter, CancellationToken ct)
    {
        var file = new BillingFile(own is null ? BillingLayouts.BuiltIn[request.Template] : BillingLayouts.Parse(own));
        var rows = counter.Count(source.BillingAsync(ct), "meters", ct);
        Billed = request.Format == ExportFormat.Billing
            ? await file.WriteCsvAsync(target, rows, ct)
            : await file.WriteXlsxAsync(target, rows, source.Summary.SocietyName, request.By, clock, ct);
    }

    private WorkbookOptions Options() => new()
    {
        Template = Enum.Parse<WorkbookTemplate>(request.Template, ignoreCase: true),
        IncludeCharts = request.Options.IncludeCharts,
        IncludeMetadata = request.Options.IncludeMetadata,
        Worksheets = new() { Summary = request.Options.Summary, Readings = request.Options.Readings, Meters = request.Options.Meters, Analytics = request.Options.Analytics },
    };
}
