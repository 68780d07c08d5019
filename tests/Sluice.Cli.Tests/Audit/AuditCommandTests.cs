using Sluice.Metering.Audit;
using Sluice.Storage.Sqlite;

namespace Sluice.Cli.Tests.Audit;

public sealed class AuditCommandTests : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sluice-audit-").FullName;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task Verify_prints_the_head_while_the_store_is_in_use_and_takes_it_back()
    {
        await using var store = SqliteStore.Open(Path.Combine(folder, "sluice.db"), wrapper: null, TimeProvider.System);
        Assert.Equal((0, "0 entries, intact\n"), await VerifyAsync());
        await store.Audit.AppendAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "user", "", "meter.update", null, "m"), TestContext.Current.CancellationToken);
        var (code, output) = await VerifyAsync();
        Assert.Equal(0, code);
        Assert.Matches("^1 entry, intact, head 1:[0-9a-f]{64}\n$", output);
        Assert.Equal(0, (await VerifyAsync("--expect", output.Split(' ')[^1].Trim())).Code);
        Assert.Equal(1, (await VerifyAsync("--expect", $"1:{new string('0', 64)}")).Code);
        Assert.Equal(Program.UsageError, (await VerifyAsync("--expect", "1:2")).Code);
    }

    [Fact]
    public async Task A_directory_without_database_is_said_in_one_line()
    {
        var result = await SluiceProcess.RunAsync(["audit", "verify", "--data", folder]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("There is no database", Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> VerifyAsync(params string[] more)
    {
        var result = await SluiceProcess.RunAsync([.. new[] { "audit", "verify", "--data", folder }, .. more]);
        return (result.ExitCode, result.Output);
    }
}
