using Sluice.Reports.Model;

namespace Sluice.Reports.Xlsx;

/// <summary>A round as an Excel workbook. Forward only, in constant memory: rows are read once and may be millions.</summary>
/// <param name="clock">Dates the parts of the file.</param>
public sealed class SessionWorkbook(TimeProvider clock)
{
    private const int SummaryOrder = 0, MetersOrder = 1, ReadingsOrder = 2, AnalyticsOrder = 3, MetadataOrder = 4, ChartDataOrder = 5;

    /// <summary>Rows a sheet holds, headings included.</summary>
    internal int MaxRows { get; init; } = 1_048_576;

    /// <summary>Writes the workbook.</summary>
    /// <param name="target">Gets the file; need not seek, stays open.</param>
    /// <param name="report">The round.</param>
    /// <param name="options">What to show.</param>
    /// <param name="ct">Stops the writing; the file is then not complete.</param>
    /// <returns>The sums gathered on the way.</returns>
    /// <exception cref="ReportException">The options leave no sheet.</exception>
    public async Task<SessionFigures> WriteAsync(Stream target, SessionReport report, WorkbookOptions options, CancellationToken ct)
    {
        if (!options.HasSummary && !options.HasMeters && !options.HasReadings && !options.HasAnalytics)
            throw new ReportException("NoWorksheets", "The options switch every worksheet off; leave at least one of summary, readings, meters, analytics on.");
        var figures = new SessionFigures();
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var all = options.Template == WorkbookTemplate.Detailed;
        var workbook = await WorkbookWriter.CreateAsync(target, report.Summary.TimeZone, clock, ct, MaxRows);
        await using (workbook.ConfigureAwait(false))
        {
            if (options.HasReadings) await TableAsync(ReadingsOrder, SessionTables.Readings(all, figures.Add), report.Readings);
            if (options.HasMeters) await TableAsync(MetersOrder, SessionTables.Meters(all, figures.Add), report.Meters);
            else if (options.HasSummary || options.IncludeMetadata) await PassAsync(report.Meters, figures.Add);
            if (options.HasAnalytics) await TableAsync(AnalyticsOrder, SessionTables.Analytics(figures.Add), report.Analytics);
            else if (options.HasSummary) await PassAsync(report.Analytics, figures.Add);
            if (options.HasSummary) await SummaryAsync(workbook, report.Summary, figures, options, ct);
            if (options.IncludeMetadata) await workbook.AddAsync(MetadataOrder, MetadataSheet.Name, MetadataSheet.Build(report.Summary, figures, options, rows).Build(), drawing: null, ct);
            await workbook.FinishAsync(new($"Water readings: {report.Summary.SocietyName}", report.Summary.SocietyName, report.Summary.GeneratedBy, report.Summary.GeneratedAt), ct);
        }
        return figures;

        async ValueTask TableAsync<TRow>(int order, TableSpec<TRow> spec, IAsyncEnumerable<TRow> source)
        {
            var result = await workbook.AddTableAsync(order, spec, source, ct);
            rows[spec.Name] = result.Rows;
        }

        async ValueTask PassAsync<TRow>(IAsyncEnumerable<TRow> source, Action<TRow> seen)
        {
            await foreach (var row in source.WithCancellation(ct)) seen(row);
        }
    }

    private static async ValueTask SummaryAsync(WorkbookWriter workbook, SessionSummary summary, SessionFigures figures, WorkbookOptions options, CancellationToken ct)
    {
        var data = options.IncludeCharts ? new Charts.ChartData() : null;
        var (sheet, charts) = SummarySheet.Build(summary, figures, data);
        await workbook.AddAsync(SummaryOrder, "Summary", sheet.Build(), charts, ct);
        if (charts is not null) await workbook.AddAsync(ChartDataOrder, Charts.ChartData.Name, data!.Sheet.Build(), drawing: null, ct);
    }
}
