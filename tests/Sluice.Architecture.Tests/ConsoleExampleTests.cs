namespace Sluice.Architecture.Tests;

/// <summary>What the documentation shows is what the program prints.</summary>
public class ConsoleExampleTests
{
    private static IEnumerable<ConsoleExample> All()
        => Repository.Files
            .Where(f => f == "README.md" || (f.StartsWith("docs/", StringComparison.Ordinal) && f.EndsWith(".md", StringComparison.Ordinal)))
            .SelectMany(f => ConsoleExample.In(f, Repository.Read(f)));

    [Fact]
    public async Task Every_console_example_prints_what_the_document_shows()
    {
        Published.Require();
        await Shell.RunAsync("./sluice --version", timeoutMs: 600_000); // publishes what is newer
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Published.Folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["TZ"] = "UTC",
            ["NO_COLOR"] = "1",
        };
        var failures = new List<string>();
        foreach (var example in All())
        {
            var result = await Shell.RunAsync(example.Command, environment, timeoutMs: 120_000);
            if (example.Difference(result.Output) is { } difference)
            {
                failures.Add($"{example.File}:{example.Line}: $ {example.Command}\n{difference}\nerrors:   {result.Errors.Trim()}");
            }
        }
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Fact]
    public void Blocks_are_cut_into_commands_and_their_output()
    {
        const string text = "```console\n$ sluice a \\\n  b\none\n\n$ echo x | sluice c\n```\n```sh\n$ sluice d\n```\n```console\n$ ls\n```\n";
        var examples = ConsoleExample.In("x.md", text).ToList();
        Assert.Equal(["sluice a \\\n  b", "echo x | sluice c"], examples.Select(e => e.Command));
        Assert.Equal([2, 6], examples.Select(e => e.Line));
        Assert.Equal(["one", ""], examples[0].Expected);
        Assert.Empty(examples[1].Expected);
    }

    [Theory]
    [InlineData("a\nb", "a\nb\n", true)]
    [InlineData("at …, 3 (m3)", "at 12:00, 3 (m3)\n", true)]
    [InlineData("at …, 3 (m3)", "at 12:00, 4 (m3)\n", false)]
    [InlineData("a", "a\nb\n", false)]
    [InlineData("a\nb", "a\n", false)]
    public void Output_is_compared_line_by_line(string expected, string actual, bool same)
        => Assert.Equal(same, new ConsoleExample("x.md", 1, "", expected.Split('\n')).Difference(actual) is null);
}
