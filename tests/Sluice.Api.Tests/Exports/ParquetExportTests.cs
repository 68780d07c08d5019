#pragma warning disable CA2100 // the folder of the test is part of the query
using System.Globalization;
using System.IO.Compression;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Files;
using Sluice.Storage.Contract;
using static Sluice.Api.Tests.Exports.ExportWorld;

namespace Sluice.Api.Tests.Exports;

public sealed class ParquetExportTests(ApiServer server) : IClassFixture<ApiServer>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-duck-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task DuckDB_reads_a_round_from_the_zip_and_from_the_folder_of_the_store()
    {
        var world = await StartAsync(server, "duck-park", first: 7101, count: 5, heard: 4);
        await world.HearAsync(number: 2, 3, "2026-04-02T08:00:00Z");   // another month
        var export = await world.ExportAsync(""","format":"parquet" """);
        Assert.Equal((7L, $"societies/duck-park/exports/parquet/{world.Round}"), (export.Rows, export.S3Location));
        var stored = (await world.StoredAsync()).ToDictionary(static r => r.Sequence.ToString(CultureInfo.InvariantCulture), static r => r.TotalM3!.Value);
        using (var zip = new ZipArchive(new MemoryStream(await world.FetchAsync(export))))
        {
            Assert.Equal(["society=duck-park/month=2026-03/part-0000.parquet", "society=duck-park/month=2026-04/part-0000.parquet"], zip.Entries.Select(static e => e.FullName));
            zip.ExtractToDirectory(Path.Combine(folder.FullName, "zip"));
        }
        Assert.Equal(stored, Read(Path.Combine(folder.FullName, "zip")));
        Assert.Equal(stored, Read(Path.Combine(server.Data, "files", export.S3Location!)));
    }

    [Fact]
    public async Task A_data_set_made_again_leaves_no_file_of_the_one_before()
    {
        var world = await StartAsync(server, "again-duck", first: 7121, count: 2, heard: 1);
        var files = server.Services.GetRequiredService<IFileStore>();
        var left = FileName.OfSociety(Scopes.Of("again-duck"), "exports", "parquet", world.Round, "society=again-duck", "month=2020-01", "part-0000.parquet");
        await files.PutAsync(left, new MemoryStream([1]), 10, Cancel);
        await world.ExportAsync(""","format":"parquet" """);
        Assert.Null(await files.OpenAsync(left, Cancel));
        Assert.Single((await files.ListAsync(FileName.OfSociety(Scopes.Of("again-duck"), "exports", "parquet"), null, 10, Cancel)).Items);
    }

    private static Dictionary<string, decimal> Read(string root)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = "SELECT id, total_m3 FROM read_parquet($files, hive_partitioning = true) WHERE society = 'duck-park'";
        command.Parameters.Add(new DuckDBParameter("files", $"{root}/**/*.parquet"));
        using var rows = command.ExecuteReader();
        var found = new Dictionary<string, decimal>(StringComparer.Ordinal);
        while (rows.Read()) found.Add(rows.GetString(0), rows.GetDecimal(1));
        return found;
    }
}
