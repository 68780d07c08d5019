using System.Text.RegularExpressions;
using Sluice.Api.Problems;

namespace Sluice.Api.Tests.Problems;

/// <summary>A code is a promise to programs: every one is explained in docs/problems.md, and nothing else is.</summary>
public sealed partial class ProblemCodeTests
{
    [Fact]
    public void Every_code_is_documented_and_every_documented_code_exists()
    {
        var used = Directory.EnumerateFiles(SourceTree.At("src/Sluice.Api"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Use().Matches(File.ReadAllText(file)).Select(m => m.Groups["code"].Value)).ToHashSet();
        var documented = File.ReadLines(SourceTree.At("docs/problems.md")).SelectMany(line => Row().Matches(line).Select(m => m.Groups["code"].Value)).ToHashSet();
        Assert.True(used.Count > 20, "the pattern finds no codes any more");
        Assert.True(used.Except(documented).ToList() is [], $"Add a row for each to the table in docs/problems.md (status, `code`, what it means, what to do): {string.Join(", ", used.Except(documented).Order())}");
        Assert.True(documented.Except(used).ToList() is [], $"docs/problems.md explains codes that nothing uses: {string.Join(", ", documented.Except(used).Order())}");
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.a", "/a")]
    [InlineData("$.meters[12].location.lat", "/meters/12/location/lat")]
    [InlineData("$['a.b']['c/d~e'][0]", "/a.b/c~1d~0e/0")]
    [InlineData("$[3]", "/3")]
    public void A_path_becomes_a_pointer(string? path, string pointer) => Assert.Equal(pointer, JsonProblem.Pointer(path));

    /// <summary>A code as the sources write it: the second argument of Problem.Of, the first of BadParameter and of helpers named like them, or a Code set by name.</summary>
    [GeneratedRegex("(?:\\bOf\\(\\s*[\\w.]+,\\s*|\\bBad\\w*\\(\\s*|\\bCode = )\"(?<code>[A-Z][A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Use();

    /// <summary>The rows' second column: | 400 | `BadLimit` | … |</summary>
    [GeneratedRegex("^\\| \\d{3} \\| `(?<code>\\w+)` \\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
