using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Reports.Cells;
using Sluice.Reports.Csv;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Billing;

/// <summary>What became of the rows.</summary>
/// <param name="Lines">Lines written.</param>
/// <param name="ProblemCount">Meters left out.</param>
/// <param name="Problems">The first of them, at most <see cref="BillingFile.MaxProblems"/>.</param>
public sealed record BillingResult(long Lines, long ProblemCount, IReadOnlyList<BillingProblem> Problems);

/// <summary>Writes what a billing tool takes in. Meters that cannot be billed are left out and named.</summary>
/// <param name="layout">The columns.</param>
public sealed class BillingFile(BillingLayout layout)
{
    /// <summary>The most problems named.</summary>
    public const int MaxProblems = 1000;

    private readonly List<BillingProblem> problems = [];
    private long problemCount;

    /// <summary>Writes CSV.</summary>
    public async Task<BillingResult> WriteCsvAsync(Stream target, IAsyncEnumerable<BillingRow> rows, CancellationToken ct)
    {
        var options = new CsvOptions { Delimiter = layout.Delimiter[0], ByteOrderMark = layout.ByteOrderMark };
        var lines = await CsvFile.WriteAsync(target, Columns(text: true), LinesAsync(rows, ct), options, ct);
        return new(lines, problemCount, problems);
    }

    /// <summary>Writes an Excel workbook with one sheet.</summary>
    public async Task<BillingResult> WriteXlsxAsync(Stream target, IAsyncEnumerable<BillingRow> rows, string society, string generatedBy, TimeProvider clock, CancellationToken ct)
    {
        var workbook = await WorkbookWriter.CreateAsync(target, TimeZoneInfo.Utc, clock, ct);
        await using (workbook.ConfigureAwait(false))
        {
            var spec = new TableSpec<BillingLine>("Billing", Palette.Deep, Columns(text: false));
            var result = await workbook.AddTableAsync(0, spec, LinesAsync(rows, ct), ct);
            await workbook.FinishAsync(new($"Water billing: {society}", society, generatedBy, clock.GetUtcNow()), ct);
            return new(result.Rows, problemCount, problems);
        }
    }

    private async IAsyncEnumerable<BillingLine> LinesAsync(IAsyncEnumerable<BillingRow> rows, [EnumeratorCancellation] CancellationToken ct)
    {
        BillingLine? pending = null;
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (BillingLine.TryMake(row, out var line) is { } fault)
            {
                problemCount++;
                if (problems.Count < MaxProblems) problems.Add(new(row.Serial, row.Tower.Length == 0 ? row.Flat : $"{row.Tower}-{row.Flat}", fault));
                continue;
            }
            if (layout.PerFlat && pending is not null && line!.Flat.Length > 0 && pending.Tower == line.Tower && pending.Flat == line.Flat)
            {
                pending = pending.With(line);
                continue;
            }
            if (pending is not null) yield return pending;
            pending = line;
        }
        if (pending is not null) yield return pending;
    }

    private List<Column<BillingLine>> Columns(bool text) => [.. layout.Columns.Select(c => new Column<BillingLine>(c.Header, c.Header, null, Kind(c, text), c.Header, Writer(c, text)))];

    private static ColumnKind Kind(BillingColumn column, bool text) => column.Field switch
    {
        BillingField.Previous or BillingField.Current or BillingField.Usage => ColumnKind.Volume,
        BillingField.OpeningDate or BillingField.ClosingDate when !text && column.Format is null => ColumnKind.Date,
        _ => ColumnKind.Text,
    };

    private Action<BillingLine, ICellSink> Writer(BillingColumn column, bool text) => column.Field switch
    {
        BillingField.Unit => (l, c) => c.Text(l.Unit),
        BillingField.Tower => (l, c) => c.Text(l.Tower),
        BillingField.Flat => (l, c) => c.Text(l.Flat),
        BillingField.Place => (l, c) => c.Text(l.Place),
        BillingField.Serial => (l, c) => c.Text(l.Serials),
        BillingField.Previous => (l, c) => c.Number(Volume(l.Previous)),
        BillingField.Current => (l, c) => c.Number(Volume(l.Current)),
        BillingField.Usage => (l, c) => c.Number(l.Usage == l.Current - l.Previous ? Volume(l.Current) - Volume(l.Previous) : Volume(l.Usage)),
        BillingField.OpeningDate => (l, c) => Day(c, l.Opening, column.Format, text),
        BillingField.ClosingDate => (l, c) => Day(c, l.Closing, column.Format, text),
        BillingField.BillingMonth => (l, c) => c.Text(l.Closing.AddDays(-1).ToString(column.Format ?? "yyyy-MM", CultureInfo.InvariantCulture)),
        BillingField.Value => (l, c) => c.Text(ReportColumns.Word(l.Origin)),
        BillingField.Remarks => (l, c) => c.Text(l.Remarks),
        _ => (_, c) => c.Text(column.Text),
    };

    private static void Day(ICellSink cells, DateOnly day, string? format, bool text)
    {
        if (format is null && !text) cells.Date(day);
        else cells.Text(day.ToString(format ?? "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>In the layout's unit, with exactly its decimals.</summary>
    private decimal Volume(decimal m3)
    {
        var value = layout.Unit == BillingUnit.Litres ? m3 * 1000 : m3;
        return decimal.Round(value, layout.Decimals, MidpointRounding.ToZero) + new decimal(0, 0, 0, isNegative: false, (byte)layout.Decimals);
    }
}
