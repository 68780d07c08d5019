using System.Globalization;
using Parquet;
using Parquet.Schema;
using Sluice.Reports.Cells;
using Sluice.Reports.Model;

namespace Sluice.Reports.ParquetFiles;

/// <summary>How a data set is written.</summary>
public sealed record ParquetDatasetOptions
{
    /// <summary>Where months begin.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Rows of a row group: what is in memory per open file. 1 to 1,000,000.</summary>
    public int RowGroup { get; init; } = 65_536;

    /// <summary>Files open at a time; rows in the order of time need one. 1 to 64.</summary>
    public int OpenFiles { get; init; } = 4;
}

/// <summary>A file of a data set.</summary>
/// <param name="Path">For example <c>society=green-meadows/month=2026-11/part-0000.parquet</c>.</param>
/// <param name="Rows">Its rows.</param>
public sealed record ParquetPart(string Path, long Rows);

/// <summary>Readings as a Parquet data set, partitioned by society and month, as DuckDB, Spark and pandas read it. Volumes are decimal(18,6), times are timestamps in UTC.</summary>
/// <param name="open">Opens a file of the data set for writing; it is disposed when it is complete.</param>
/// <param name="options">How.</param>
public sealed class ParquetDataset(Func<string, CancellationToken, ValueTask<Stream>> open, ParquetDatasetOptions options)
{
    /// <summary>The columns of each file; the society is in the path.</summary>
    public static IReadOnlyList<Column<ReadingRow>> Columns { get; } = [.. ReportColumns.Readings.Where(c => c.Name != "society")];

    private static readonly ColumnKind[] Kinds = [.. Columns.Select(c => c.Kind)];
    private static readonly ParquetSchema Schema = new([.. Columns.Select(c => ColumnBuffers.Field(c.Name, c.Kind))]);

    private readonly Dictionary<(string Society, int Month), Part> parts = [];
    private readonly Dictionary<(string Society, int Month), int> numbers = [];
    private readonly List<ParquetPart> written = [];
    private long clock;

    private sealed class Part(string path, Stream stream, ParquetWriter writer, ColumnBuffers buffers)
    {
        public string Path => path;

        public Stream Stream => stream;

        public ParquetWriter Writer => writer;

        public ColumnBuffers Buffers => buffers;

        public long Rows { get; set; }

        public long Used { get; set; }
    }

    /// <summary>Writes the data set.</summary>
    /// <param name="rows">The rows, read once; in the order of time they make one file per month.</param>
    /// <param name="ct">Stops the writing; the files are then not complete.</param>
    /// <returns>The files.</returns>
    /// <exception cref="ReportException">A volume does not fit.</exception>
    public async Task<IReadOnlyList<ParquetPart>> WriteAsync(IAsyncEnumerable<ReadingRow> rows, CancellationToken ct)
    {
        try
        {
            Part? part = null;
            (string Society, int Month) present = ("", 0);
            await foreach (var row in rows.WithCancellation(ct))
            {
                var key = (row.Society, Month(row.At));
                if (part is null || key.Item2 != present.Month || key.Society != present.Society)
                {
                    part = await FindAsync(key, ct);
                    present = key;
                }
                var buffers = part.Buffers;
                buffers.StartRow();
                for (var i = 0; i < Columns.Count; i++) Columns[i].Write(row, buffers);
                buffers.EndRow();
                if (buffers.Count == options.RowGroup) await FlushAsync(part, ct);
            }
            foreach (var key in parts.Keys.ToList()) await CloseAsync(key, ct);
            return written;
        }
        finally
        {
            foreach (var left in parts.Values)
            {
                await left.Writer.DisposeAsync();
                await left.Stream.DisposeAsync();
            }
            parts.Clear();
        }
    }

    private int Month(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, options.TimeZone);
        return (local.Year * 12) + local.Month - 1;
    }

    private async ValueTask<Part> FindAsync((string Society, int Month) key, CancellationToken ct)
    {
        if (!parts.TryGetValue(key, out var part))
        {
            if (parts.Count >= options.OpenFiles) await CloseAsync(parts.MinBy(p => p.Value.Used).Key, ct);
            var number = numbers.GetValueOrDefault(key);
            numbers[key] = number + 1;
            var path = string.Create(CultureInfo.InvariantCulture, $"society={Uri.EscapeDataString(key.Society)}/month={key.Month / 12:D4}-{(key.Month % 12) + 1:D2}/part-{number:D4}.parquet");
            var stream = await open(path, ct);
            parts[key] = part = new(path, stream, await ParquetWriter.CreateAsync(Schema, stream, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }, cancellationToken: ct), new(Kinds, options.RowGroup));
        }
        part.Used = ++clock;
        return part;
    }

    private static async Task FlushAsync(Part part, CancellationToken ct)
    {
        part.Rows += part.Buffers.Count;
        await part.Buffers.WriteAsync(part.Writer, Schema.DataFields, ct);
    }

    private async Task CloseAsync((string Society, int Month) key, CancellationToken ct)
    {
        var part = parts[key];
        if (part.Buffers.Count > 0) await FlushAsync(part, ct);
        parts.Remove(key);
        await part.Writer.DisposeAsync();
        await part.Stream.DisposeAsync();
        written.Add(new(part.Path, part.Rows));
    }
}
