using Sluice.Reports.Cells;
using Sluice.Reports.Model;

namespace Sluice.Reports.Templates;

/// <summary>What a society's own template is filled with, by the names of its ranges.</summary>
public sealed class TemplateData
{
    private readonly Dictionary<string, Action<ICellSink>> values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ITemplateRows> rows = new(StringComparer.OrdinalIgnoreCase);

    private TemplateData(TimeZoneInfo timeZone) => TimeZone = timeZone;

    /// <summary>The zone of times.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Names of single values.</summary>
    public IReadOnlyCollection<string> ValueNames => values.Keys;

    /// <summary>Names of repeated rows.</summary>
    public IReadOnlyCollection<string> RowNames => rows.Keys;

    /// <summary>A round: its summary as values, its meters, readings and analytics as rows.</summary>
    public static TemplateData Of(SessionReport report)
    {
        var summary = report.Summary;
        var data = new TemplateData(summary.TimeZone);
        data.values["session_id"] = c => c.Text(summary.SessionId);
        data.values["society"] = c => c.Text(summary.SocietyName);
        data.values["society_id"] = c => c.Text(summary.SocietyId);
        data.values["address"] = c => c.Text(summary.Address);
        data.values["mode"] = c => c.Text(summary.Mode);
        data.values["status"] = c => c.Text(summary.Status);
        data.values["technician"] = c => c.Text(summary.Technician);
        data.values["started_at"] = c => c.Instant(summary.StartedAt);
        data.values["ended_at"] = c => c.Instant(summary.EndedAt);
        data.values["billing_date"] = c => c.Date(summary.BillingDate);
        data.values["targets"] = c => c.Integer(summary.Targets);
        data.values["completed"] = c => c.Integer(summary.Completed);
        data.values["generated_at"] = c => c.Instant(summary.GeneratedAt);
        data.values["generated_by"] = c => c.Text(summary.GeneratedBy);
        data.rows["meters"] = new TemplateRows<MeterRow>(ReportColumns.Meters, report.Meters);
        data.rows["readings"] = new TemplateRows<ReadingRow>(ReportColumns.Readings, report.Readings);
        data.rows["analytics"] = new TemplateRows<AnalyticsRow>(ReportColumns.Analytics, report.Analytics);
        return data;
    }

    internal bool TryValue(string name, out Action<ICellSink> write) => values.TryGetValue(name, out write!);

    internal bool TryRows(string name, out ITemplateRows source) => rows.TryGetValue(name, out source!);
}

/// <summary>Rows whose columns are found by name.</summary>
internal interface ITemplateRows
{
    /// <summary>The names a template may ask for.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The rows; each hands one column's value to a sink. Valid until the next.</summary>
    IAsyncEnumerable<Action<int, ICellSink>> ReadAsync(CancellationToken ct);
}

internal sealed class TemplateRows<TRow>(IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows) : ITemplateRows
{
    public IReadOnlyList<string> Names { get; } = [.. columns.Select(c => c.Name)];

    public async IAsyncEnumerable<Action<int, ICellSink>> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var present = default(TRow)!;
        Action<int, ICellSink> hand = (column, sink) => columns[column].Write(present, sink);
        await foreach (var row in rows.WithCancellation(ct))
        {
            present = row;
            yield return hand;
        }
    }
}
