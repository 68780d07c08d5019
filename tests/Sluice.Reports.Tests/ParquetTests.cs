#pragma warning disable CA2100 // the folder of the test is part of the query
using DuckDB.NET.Data;
using Sluice.Reports.Cells;
using Sluice.Reports.Model;
using Sluice.Reports.ParquetFiles;

namespace Sluice.Reports.Tests;

public sealed class ParquetTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-reports-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task DuckDB_reads_every_value_with_its_type_from_the_partitions()
    {
        var expected = Samples.Readings(1000).Select((r, i) => r with { At = r.At.AddDays(i / 10), Society = i % 2 == 0 ? "green-meadows" : "blue-hills" }).OrderBy(r => r.At).ToList();
        var parts = await WriteAsync(expected, new() { TimeZone = Samples.Kolkata, RowGroup = 64 });
        Assert.Equal(1000, parts.Sum(p => p.Rows));
        Assert.Equal(
            ["society=blue-hills/month=2026-11/part-0000.parquet", "society=blue-hills/month=2026-12/part-0000.parquet", "society=blue-hills/month=2027-01/part-0000.parquet", "society=blue-hills/month=2027-02/part-0000.parquet"],
            parts.Select(p => p.Path).Where(p => p.Contains("blue", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        var source = $"read_parquet('{folder.FullName}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)";
        command.CommandText = $"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {source})";
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) types[reader.GetString(0)] = reader.GetString(1);
        }
        Assert.Equal([.. ParquetDataset.Columns.Select(c => c.Name), "month", "society"], types.Keys);
        Assert.Equal(("DECIMAL(18,6)", "TIMESTAMP WITH TIME ZONE", "DATE", "BIGINT"), (types["total_m3"], types["at"], types["target_date"], types["rssi_dbm"]));

        command.CommandText = $"SELECT id, society, serial, epoch_ms(\"at\"), total_m3, target_m3, target_date, quality, rssi_dbm, note, month FROM {source} ORDER BY CAST(substr(id, 2) AS INTEGER)";
        using var rows = command.ExecuteReader();
        foreach (var row in expected.OrderBy(r => int.Parse(r.Id[1..])))
        {
            Assert.True(rows.Read());
            Assert.Equal((row.Id, row.Society, row.Serial), (rows.GetString(0), rows.GetString(1), rows.GetString(2)));
            Assert.Equal(row.At.ToUnixTimeMilliseconds(), rows.GetInt64(3));
            Assert.Equal(row.TotalM3, rows.IsDBNull(4) ? null : rows.GetDecimal(4));
            Assert.Equal(row.TargetM3, rows.IsDBNull(5) ? null : rows.GetDecimal(5));
            Assert.Equal(row.TargetDate, rows.GetFieldValue<DateOnly>(6));
            Assert.Equal(ReportColumns.Word(row.Quality), rows.GetString(7));
            Assert.Equal((long?)row.RssiDbm, rows.GetInt64(8));
            Assert.Equal(row.Note, rows.IsDBNull(9) ? "" : rows.GetString(9));
            Assert.Equal(TimeZoneInfo.ConvertTime(row.At, Samples.Kolkata).ToString("yyyy-MM"), rows.GetString(10));
        }
        Assert.False(rows.Read());
    }

    [Fact]
    public async Task Rows_in_any_order_need_no_more_open_files_than_allowed()
    {
        var rows = Samples.Readings(300).Select((r, i) => r with { At = r.At.AddMonths(i % 3) }).ToList();
        var parts = await WriteAsync(rows, new() { OpenFiles = 1, RowGroup = 10 });
        Assert.Equal(300, parts.Count); // every row changes the month
        Assert.Equal(300, parts.Select(p => p.Path).Distinct().Count());
        Assert.Equal(300, parts.Sum(p => p.Rows));
        Assert.Equal(3, (await WriteAsync(rows, new() { OpenFiles = 3 })).Count);
    }

    [Fact]
    public async Task A_volume_that_does_not_fit_is_refused()
    {
        var rows = new List<ReadingRow> { Samples.Readings(1)[0] with { TotalM3 = 1_000_000_000_000m } };
        Assert.Equal("NumberTooLarge", (await Assert.ThrowsAsync<ReportException>(() => WriteAsync(rows, new()))).Code);
    }

    private async Task<IReadOnlyList<ParquetPart>> WriteAsync(List<ReadingRow> rows, ParquetDatasetOptions options)
    {
        var set = new ParquetDataset((path, _) =>
        {
            var file = Path.Combine(folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return ValueTask.FromResult<Stream>(File.Create(file));
        }, options);
        return await set.WriteAsync(rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
    }
}
