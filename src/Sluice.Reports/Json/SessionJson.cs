using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Sluice.Reports.Cells;
using Sluice.Reports.Model;

namespace Sluice.Reports.Json;

/// <summary>A round as one JSON document, described by <c>session.schema.json</c>; forward only.</summary>
public static class SessionJson
{
    private const int FlushAt = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The JSON Schema (2020-12) of the document.</summary>
    public static Stream OpenSchema() => typeof(SessionJson).Assembly.GetManifestResourceStream("session.schema.json")!;

    /// <summary>Writes the document.</summary>
    /// <param name="target">Gets the document; need not seek, stays open.</param>
    /// <param name="report">The round.</param>
    /// <param name="ct">Stops the writing; the document is then not complete.</param>
    public static async Task WriteAsync(Stream target, SessionReport report, CancellationToken ct)
    {
        var json = new Utf8JsonWriter(target, Options);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("format", "sluice-session");
            json.WriteNumber("version", 1);
            WriteSession(json, report.Summary);
            await WriteRowsAsync(json, "meters", ReportColumns.Meters, report.Meters, report.Summary.TimeZone, ct);
            await WriteRowsAsync(json, "readings", ReportColumns.Readings, report.Readings, report.Summary.TimeZone, ct);
            await WriteRowsAsync(json, "analytics", ReportColumns.Analytics, report.Analytics, report.Summary.TimeZone, ct);
            json.WriteEndObject();
            await json.FlushAsync(ct);
        }
    }

    private static async Task WriteRowsAsync<TRow>(Utf8JsonWriter json, string name, IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows, TimeZoneInfo zone, CancellationToken ct)
    {
        var cells = new JsonCells(json, zone, [.. columns.Select(c => c.Name)]);
        json.WriteStartArray(name);
        await foreach (var row in rows.WithCancellation(ct))
        {
            cells.StartRow();
            for (var i = 0; i < columns.Count; i++) columns[i].Write(row, cells);
            cells.EndRow();
            if (json.BytesPending >= FlushAt) await json.FlushAsync(ct);
        }
        json.WriteEndArray();
    }

    private static void WriteSession(Utf8JsonWriter json, SessionSummary summary)
    {
        var cells = new JsonCells(json, summary.TimeZone,
            ["id", "society", "society_name", "address", "time_zone", "mode", "status", "technician", "started_at", "ended_at", "billing_date", "targets", "completed", "decoder", "key_versions", "generated_at", "generated_by"]);
        json.WritePropertyName("session");
        cells.StartRow();
        cells.Text(summary.SessionId);
        cells.Text(summary.SocietyId);
        cells.Text(summary.SocietyName);
        cells.Text(summary.Address);
        cells.Text(summary.TimeZone.Id);
        cells.Text(summary.Mode);
        cells.Text(summary.Status);
        cells.Text(summary.Technician);
        cells.Instant(summary.StartedAt);
        cells.Instant(summary.EndedAt);
        cells.Date(summary.BillingDate);
        cells.Integer(summary.Targets);
        cells.Integer(summary.Completed);
        cells.Text(summary.Decoder);
        cells.Text(summary.KeyVersions);
        cells.Instant(summary.GeneratedAt);
        cells.Text(summary.GeneratedBy);
        cells.EndRow();
    }
}
