using System.Text.RegularExpressions;

namespace Sluice.Architecture.Tests;

public partial class SourceTests
{
    [Fact]
    public void The_clock_is_a_TimeProvider()
        => Assert.Empty(Repository.Grep(Repository.Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal)), SystemClock()));

    [Fact]
    public void Every_suppressed_rule_in_the_editorconfig_has_its_reason()
        => Assert.Empty(Repository.Grep([".editorconfig"], SuppressionWithoutReason()));

    [Fact]
    public void Every_suppression_in_the_sources_has_its_reason()
        => Assert.Empty(Repository.Grep(Repository.Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal)), PragmaWithoutReason()));

    [Fact]
    public void No_file_holds_a_private_key_or_a_cloud_key()
        => Assert.Empty(Repository.Grep(Repository.Files.Where(IsText), Secret()));

    /// <summary>Code style is checked by the build; white space only here.</summary>
    [Fact]
    public async Task Sources_are_formatted()
    {
        var result = await Shell.RunAsync("dotnet format whitespace . --folder --verify-no-changes --exclude artifacts", timeoutMs: 120_000);
        Assert.True(result.ExitCode == 0, $"Run: dotnet format whitespace . --folder\n{result.Output}{result.Errors}");
    }

    private static bool IsText(string file)
    {
        using var stream = File.OpenRead(Repository.FullPath(file));
        Span<byte> start = stackalloc byte[1024];
        return !start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)].Contains((byte)0);
    }

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\s*\.\s*(Now|UtcNow|Today)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\.severity\s*=\s*(none|silent|suggestion)\s*(#\s*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SuppressionWithoutReason();

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable\b(?!.*//\s*\S)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PragmaWithoutReason();

    // Written so that the pattern does not find itself.
    [GeneratedRegex(@"-{5}BEGIN[A-Z ]* PRIVATE KEY-{5}|\b(AKIA|ASIA)[0-9A-Z]{16}\b|(?i:aws_secret_access_key)\s*[=:]\s*[""']?[A-Za-z0-9/+]{40}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
