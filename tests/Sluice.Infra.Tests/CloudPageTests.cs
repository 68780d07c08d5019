using System.Text.RegularExpressions;

namespace Sluice.Infra.Tests;

/// <summary>docs/cloud.md lists all 25 points, and the tests it names are there.</summary>
public partial class CloudPageTests
{
    [GeneratedRegex(@"^\| (?<point>\d+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Point();

    [GeneratedRegex(@"`(?<tests>AcceptanceTests|PolicyTests)\.(?<point>P\d\d)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [Fact]
    public void All_points_are_listed_with_tests_that_exist()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "sluice.slnx"))) root = root.Parent!;
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "cloud.md"));
        Assert.Equal(Enumerable.Range(1, 25), Point().Matches(page).Select(static m => int.Parse(m.Groups["point"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (Match name in Named().Matches(page))
        {
            var tests = name.Groups["tests"].Value == "AcceptanceTests" ? typeof(AcceptanceTests) : typeof(PolicyTests);
            Assert.Contains(tests.GetMethods(), m => m.Name.StartsWith(name.Groups["point"].Value, StringComparison.Ordinal));
        }
    }
}
