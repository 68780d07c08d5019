namespace Sluice.Infra.Tests;

/// <summary>The published rule packs find nothing that is not explained.</summary>
public class PolicyTests(Templates templates)
{
    [Fact]
    public async Task P25_No_finding_is_unexplained_and_no_explanation_is_left_over()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "policy");
        var (installed, text) = await Templates.RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
        Assert.True(installed == 0, text);
        var (code, output) = await Templates.RunAsync("node", ["check.mjs", templates.Folder], folder);
        Assert.True(code == 0, output);
        Assert.Contains("0 not explained", output, StringComparison.Ordinal);
    }
}
