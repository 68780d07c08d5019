using System.Text.Json;
using Sluice.Imports.Keys;

namespace Sluice.Cli.Tests.Simulate;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sluice-simulate").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string PathOf(string name) => Path.Combine(folder, name);

    [Fact]
    public async Task What_is_simulated_decodes_to_what_is_expected()
    {
        var simulated = await SluiceProcess.RunAsync(
            ["simulate", "--meters", "30", "--telegrams", "300", "--keys-out", PathOf("keys.csv"), "--expected-out", PathOf("expected.jsonl")]);
        Assert.Equal((0, ""), (simulated.ExitCode, simulated.Errors));
        var decoded = await SluiceProcess.RunAsync(["decode", "--keys", PathOf("keys.csv")], System.Text.Encoding.ASCII.GetBytes(simulated.Output));
        Assert.Equal((0, ""), (decoded.ExitCode, decoded.Errors));
        var expected = await File.ReadAllLinesAsync(PathOf("expected.jsonl"), TestContext.Current.CancellationToken);
        var actual = decoded.Output.TrimEnd().Split('\n');
        Assert.Equal(300, expected.Length);
        Assert.Equal(300, actual.Length);
        for (var i = 0; i < 300; i++)
        {
            using var want = JsonDocument.Parse(expected[i]);
            using var got = JsonDocument.Parse(actual[i]);
            foreach (var field in want.RootElement.EnumerateObject())
            {
                if (field.Name is "access_number" or "full" or "rssi_dbm" or "timestamp") continue;
                Assert.Equal(field.Value.GetRawText(), got.RootElement.GetProperty(field.Name).GetRawText());
            }
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        string[] arguments = ["simulate", "--meters", "20", "--seconds", "60", "--noise", "0.5", "--reader", "cul", "--seed"];
        var first = await SluiceProcess.RunAsync([.. arguments, "5"]);
        var second = await SluiceProcess.RunAsync([.. arguments, "5"]);
        var third = await SluiceProcess.RunAsync([.. arguments, "6"]);
        Assert.True(first.Output.Length > 1000);
        Assert.Equal(first.Output, second.Output);
        Assert.NotEqual(first.Output, third.Output);
    }

    [Theory]
    [InlineData("keys.csv")]
    [InlineData("keys.xlsx")]
    [InlineData("keys.kem")]
    [InlineData("keys.kem2")]
    public async Task Keys_are_written_in_every_format(string name)
    {
        var environment = new Dictionary<string, string?> { [PasswordSource.DefaultVariable] = "an invented one" };
        var simulated = await SluiceProcess.RunAsync(["simulate", "--meters", "7", "--telegrams", "0", "--keys-out", PathOf(name)], environment: environment);
        Assert.Equal((0, "", ""), (simulated.ExitCode, simulated.Output, simulated.Errors));
        var inspected = await SluiceProcess.RunAsync(["keys", "inspect", PathOf(name)], environment: environment);
        Assert.Equal(0, inspected.ExitCode);
        Assert.Contains("90000007", inspected.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--meters: 0 is not between", "--meters", "0")]
    [InlineData("--noise: 1.5 is not between", "--noise", "1.5")]
    [InlineData("--reader: 'abacus' is none of hex", "--reader", "abacus")]
    [InlineData("not both", "--telegrams", "1", "--seconds", "1")]
    [InlineData("--keys-out: keys.txt ends in none of", "--keys-out", "keys.txt")]
    [InlineData("cannot be written", "--expected-out", "/nowhere/at/all")]
    [InlineData("needs a password; use --password-file", "--keys-out", "keys.kem")]
    public async Task Wrong_usage_says_what_and_ends_with_2(string message, params string[] arguments)
    {
        var result = await SluiceProcess.RunAsync(["simulate", .. arguments], environment: new Dictionary<string, string?> { [PasswordSource.DefaultVariable] = null });
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("sluice: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_it_quietly()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Pipes break differently there.");
        var sluice = Path.Combine(AppContext.BaseDirectory, "sluice.dll");
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "bash", ["-c", $"dotnet '{sluice}' simulate --telegrams 100000000 | head -n 1; echo ${{PIPESTATUS[0]}}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.EndsWith("\n0\n", output, StringComparison.Ordinal);
    }
}
