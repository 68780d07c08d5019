using Sluice.Storage.Aws.Scale;

namespace Sluice.Storage.Aws.Tests.Scale;

public class ScaleTests
{
    [Fact]
    public void The_page_has_the_figures_of_the_simulation()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "sluice.slnx"))) root = root.Parent!;
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "scale.md"));
        Assert.Contains(ScaleReport.Markdown(ScaleReport.Scenarios), page, StringComparison.Ordinal);
        Assert.Contains($"**{ScaleReport.Breaks(new()) / 100_000 / 10m} million meters**", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_lost_whatever_is_refused_or_held_back()
    {
        foreach (var scenario in ScaleReport.Scenarios) Assert.Equal(0, ScaleSimulation.Run(scenario).Lost);
    }

    [Fact]
    public void A_region_that_stays_away_longer_delays_longer()
    {
        static int P99(int outage) => ScaleSimulation.Run(new("", 1_000_000, 20_000, 900, true, outage, new())).P99Seconds;
        Assert.True(P99(0) < P99(60) && P99(60) < P99(600));
    }

    [Fact]
    public void Fewer_partitions_for_a_large_society_hold_more_back()
    {
        static long Throttled(int partitions) => ScaleSimulation.Run(new("", 1_000_000, 1_000_000, 900, false, 0, new(PartitionsOfASociety: partitions))).Throttled;
        Assert.True(Throttled(1) > Throttled(4));
        Assert.Equal(0, Throttled(16));
    }

    [Fact]
    public void Workers_that_are_too_few_let_uploads_wait()
    {
        var starved = ScaleSimulation.Run(new("", 1_000_000, 20_000, 900, false, 0, new(Workers: 2)));
        Assert.True(starved.P99Seconds > 60);
        Assert.Equal("workers", starved.Busiest.Limit);
    }
}
