using Sluice.Reports.Cells;

namespace Sluice.Reports.Csv;

/// <summary>Writes rows as a CSV file: forward only, UTF-8, the columns' names in the first line.</summary>
public static class CsvFile
{
    /// <summary>Writes the file.</summary>
    /// <param name="target">Gets the file; need not seek, stays open.</param>
    /// <param name="columns">What to write, for example <see cref="ReportColumns.Readings"/>.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How.</param>
    /// <param name="ct">Stops the writing; the file is then not complete.</param>
    /// <returns>The number of rows.</returns>
    public static async Task<long> WriteAsync<TRow>(Stream target, IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows, CsvOptions options, CancellationToken ct)
    {
        var output = new Utf8Output(target);
        var cells = new CsvCells(output, options.DelimiterByte, options.TimeZone);
        if (options.ByteOrderMark) output.Raw("\uFEFF"u8);
        cells.StartRow();
        foreach (var column in columns) cells.Text(column.Name);
        cells.EndRow();
        long count = 0;
        await foreach (var row in rows.WithCancellation(ct))
        {
            cells.StartRow();
            for (var i = 0; i < columns.Count; i++) columns[i].Write(row, cells);
            cells.EndRow();
            count++;
            await output.FlushIfLargeAsync(ct);
        }
        await output.FlushAsync(ct);
        return count;
    }
}
