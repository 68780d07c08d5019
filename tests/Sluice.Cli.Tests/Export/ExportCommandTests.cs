using Microsoft.Extensions.DependencyInjection;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Cli.Tests.Export;

public sealed class ExportCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-export-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_month_is_fetched_from_a_server_and_a_problem_is_told_by_its_code()
    {
        var data = Path.Combine(folder.FullName, "data");
        await using var server = await SluiceServer.CreateAsync(new() { Data = data, Urls = ["http://127.0.0.1:0"] }, TimeProvider.System, Cancel);
        await server.StartAsync(Cancel);
        var scope = Authorizer.ForWorker(SocietyId.Parse("green-park"), "test");
        await server.Services.GetRequiredService<ISocietyStore>().CreateAsync(Authorizer.ForWorker("test"), new() { Id = scope.Society, Name = "Green Park" }, Cancel);
        Assert.True(MeterId.TryParse("KAM.90000001", out var meter));
        await server.Services.GetRequiredService<MeterRegistry>().UpsertAsync(scope, [new() { Id = meter, Society = scope.Society, Tower = "A", Flat = "101" }], Cancel);
        var file = Path.Combine(folder.FullName, "meters.csv");
        var token = LocalToken.Make(data, Role.SocietyAdmin, [scope.Society], TimeSpan.FromHours(1), TimeProvider.System);

        var made = await RunAsync(server, token, "--month", "2026-03", "--format", "csv", "--template", "meters", "--out", file);
        Assert.True(made.ExitCode == 0, made.Errors);
        Assert.Equal("", made.Output);
        Assert.Contains("1 rows", made.Errors, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(file, Cancel);
        Assert.StartsWith("A,101,,90000001,", lines[1], StringComparison.Ordinal);

        var dataset = await RunAsync(server, token, "--month", "2026-03", "--format", "parquet", "--out", Path.Combine(folder.FullName, "lake"));
        Assert.True(dataset.ExitCode == 0, dataset.Errors);
        Assert.True(Directory.Exists(Path.Combine(folder.FullName, "lake")));   // without readings there are no files in it
        Assert.False(File.Exists(Path.Combine(folder.FullName, "lake.part")));

        var wrong = await RunAsync(server, token, "--month", "2026-03", "--format", "csv", "--template", "fancy", "--out", file);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("BadTemplate", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(lines, await File.ReadAllLinesAsync(file, Cancel));   // the earlier file stays
    }

    [Theory]
    [InlineData("SLUICE_TOKEN", null, "--month", "2026-03")]
    [InlineData("either --session or --month", "token")]
    public async Task Wrong_usage_is_said_before_anything_is_asked(string says, string? token, params string[] arguments)
    {
        var result = await SluiceProcess.RunAsync(["export", "--url", "http://127.0.0.1:9", "--society", "green-park", "--out", "x", .. arguments], environment: new Dictionary<string, string?> { ["SLUICE_TOKEN"] = token });
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(says, result.Errors, StringComparison.Ordinal);
    }

    private static Task<SluiceResult> RunAsync(SluiceServer server, string token, params string[] arguments) =>
        SluiceProcess.RunAsync(["export", "--url", server.Urls.First(), "--society", "green-park", .. arguments], environment: new Dictionary<string, string?> { ["SLUICE_TOKEN"] = token });
}
