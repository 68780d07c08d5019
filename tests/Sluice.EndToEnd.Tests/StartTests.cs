namespace Sluice.EndToEnd.Tests;

/// <summary>A server that cannot start says why in one line.</summary>
public sealed class StartTests : ServerTests
{
    [Fact]
    public async Task A_data_directory_or_address_in_use_is_said_in_one_line()
    {
        await using var first = await ServerProcess.StartAsync(Data);
        await using (var second = await ServerProcess.RunAsync("serve", "--data", Data, "--urls", "http://127.0.0.1:0"))
            AssertLine(second, 1, "in use by another sluice");
        await using (var third = await ServerProcess.RunAsync("serve", "--data", Path.Combine(Folder, "other"), "--urls", first.Http.BaseAddress!.ToString()))
            AssertLine(third, 1, "the address is in use");
    }

    [Fact]
    public async Task An_address_this_machine_does_not_have_is_said_in_one_line()
    {
        await using var server = await ServerProcess.RunAsync("serve", "--data", Data, "--behind-proxy", "--public-url", "https://meters.example.org", "--urls", "http://192.0.2.1:0");
        AssertLine(server, 1, "this machine has no such address");
    }

    [Theory, InlineData("http://0.0.0.0:0", "--certificate"), InlineData("http://*:0", "--behind-proxy"), InlineData("http://[::]:0", "in the clear"),
        InlineData("https://127.0.0.1:0", "needs a certificate"), InlineData("nonsense", "no address")]
    public async Task An_address_others_can_reach_needs_TLS(string url, string said)
    {
        await using var server = await ServerProcess.RunAsync("serve", "--data", Data, "--urls", url);
        AssertLine(server, 2, said);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Data_that_cannot_be_used_is_said_in_one_line()
    {
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "x", Cancel);
        await using (var server = await ServerProcess.RunAsync("serve", "--data", file, "--urls", "http://127.0.0.1:0")) AssertLine(server, 1, $"'{file}' is a file");

        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "sluice.db"), new string('x', 5000), Cancel);
        File.WriteAllBytes(Path.Combine(Data, "sluice.key"), new byte[32]);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(Data, "sluice.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var server = await ServerProcess.RunAsync("serve", "--data", Data, "--urls", "http://127.0.0.1:0")) AssertLine(server, 1, "no database");
    }

    [Fact]
    public async Task A_simulated_society_comes_on_air_and_its_readings_arrive()
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--demo"))
        {
            await UntilAsync(async () => (await OverviewAsync(server.Http)).Meters >= 100);
            await server.InterruptAsync();
            Assert.Equal(0, server.ExitCode);
        }
        await using (var server = await ServerProcess.StartAsync(Data)) Assert.True((await OverviewAsync(server.Http)).Readings >= 100);
    }

    private static void AssertLine(ServerProcess server, int exitCode, string said)
    {
        Assert.Equal(exitCode, server.ExitCode);
        Assert.StartsWith("sluice: ", server.Errors);
        Assert.Contains(said, server.Errors);
        Assert.DoesNotContain('\n', server.Errors);
    }
}
