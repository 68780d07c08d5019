using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml.Spreadsheet;
using Sluice.Reports.Cells;

namespace Sluice.Reports.Xlsx;

internal sealed partial class WorkbookWriter
{
    /// <summary>Rows looked at to fit the widths.</summary>
    private const int Measured = 250;

    /// <summary>Writes rows as a table with filters and a frozen heading; as many sheets as they need.</summary>
    public async ValueTask<TableResult> AddTableAsync<TRow>(int order, TableSpec<TRow> spec, IAsyncEnumerable<TRow> rows, CancellationToken ct)
    {
        await using var enumerator = rows.GetAsyncEnumerator(ct);
        var source = new RowSource<TRow>(enumerator);
        await source.AdvanceAsync();
        var names = new List<string>();
        long total = 0;
        do
        {
            var name = names.Count == 0 ? spec.Name : string.Create(CultureInfo.InvariantCulture, $"{spec.Name} {names.Count + 1}");
            names.Add(name);
            total += await WriteSheetAsync(order, name, spec, source, ct);
        }
        while (source.HasRow);
        return new(total, names);
    }

    private async ValueTask<int> WriteSheetAsync<TRow>(int order, string name, TableSpec<TRow> spec, RowSource<TRow> source, CancellationToken ct)
    {
        var path = NewSheet(order, name, repeat: "$1:$1");
        var headings = spec.Columns.Select(c => c.Kind == ColumnKind.Instant ? $"{c.Heading} ({zone.Id})" : c.Heading).ToList();
        var first = await source.TakeAsync(Math.Min(Measured, MaxRows - 1));
        var count = 0;
        var part = await OpenAsync(path, CompressionLevel.Fastest, ct);
        await using (part.ConfigureAwait(false))
        {
            var output = new Utf8Output(part);
            output.Chars(SheetFrame.Head(spec, Widths(spec, headings, first)));
            var cells = new SheetCells(output, zone, [.. spec.Columns.Select(c => c.Kind)]);
            cells.StartRow(1);
            foreach (var heading in headings) cells.Header(heading);
            cells.EndRow();
            foreach (var row in first) WriteRow(spec, row, cells, ref count);
            while (source.HasRow && count < MaxRows - 1)
            {
                WriteRow(spec, source.Row, cells, ref count);
                await output.FlushIfLargeAsync(ct);
                await source.AdvanceAsync();
            }
            output.Chars(SheetFrame.Tail(spec, Math.Max(count, 1) + 1, parts.Relate(path, "table", $"../tables/table{++tables}.xml")));
            await output.FlushAsync(ct);
        }
        await WriteTableAsync(headings, Math.Max(count, 1) + 1, ct); // a table has at least one row below its heading
        return count;
    }

    private static void WriteRow<TRow>(TableSpec<TRow> spec, TRow row, SheetCells cells, ref int count)
    {
        count++;
        cells.StartRow(count + 1);
        foreach (var column in spec.Columns) column.Write(row, cells);
        cells.EndRow();
        spec.Seen(row);
    }

    private static IEnumerable<double> Widths<TRow>(TableSpec<TRow> spec, List<string> headings, List<TRow> rows)
    {
        var widths = new WidthSink(headings);
        foreach (var row in rows)
        {
            widths.StartRow();
            foreach (var column in spec.Columns) column.Write(row, widths);
        }
        return Enumerable.Range(0, headings.Count).Select(widths.Width);
    }

    private async ValueTask WriteTableAsync(List<string> headings, int lastRow, CancellationToken ct)
    {
        var area = $"A1:{CellName.Of(headings.Count - 1, lastRow)}";
        var path = $"xl/tables/table{tables}.xml";
        parts.AddPart(path, Sheet + "table+xml");
        await WritePartAsync(path, new Table(
            new AutoFilter { Reference = area },
            new TableColumns(headings.Select((h, i) => new TableColumn { Id = (uint)i + 1, Name = SheetText.Escape(h) })) { Count = (uint)headings.Count },
            new TableStyleInfo { Name = "TableStyleLight1", ShowRowStripes = true, ShowColumnStripes = false, ShowFirstColumn = false, ShowLastColumn = false })
        {
            Id = (uint)tables,
            Name = $"Table{tables}",
            DisplayName = $"Table{tables}",
            Reference = area,
            TotalsRowShown = false,
        }, ct);
    }
}
