using System.Globalization;
using System.Text;

namespace Sluice.Storage.Aws.Scale;

/// <summary>The table of docs/scale.md.</summary>
public static class ScaleReport
{
    private static readonly ScaleLimits Quotas = new(), Raised = new(CallsPerSecond: 40_000, CallBurst: 20_000, CallConcurrency: 4_000, Workers: 4_000, TableWrites: 400_000);

    /// <summary>The scenarios, from the small to the impossible.</summary>
    public static IReadOnlyList<Scenario> Scenarios { get; } =
    [
        new("10,000 meters, all at once", 10_000, 1_000, 900, false, 0, Quotas),
        new("1 million, all at once", 1_000_000, 20_000, 900, false, 0, Quotas),
        new("10 million, spread over the slot", 10_000_000, 20_000, 900, true, 0, Quotas),
        new("10 million, all at once", 10_000_000, 20_000, 900, false, 0, Quotas),
        new("10 million, all at once, quotas raised", 10_000_000, 20_000, 900, false, 0, Raised),
        new("10 million, spread, the region away for 10 minutes", 10_000_000, 20_000, 900, true, 600, Quotas),
        new("10 million, spread, one society of 1 million", 10_000_000, 1_000_000, 900, true, 0, Quotas),
        new("10 million, at once, one society of 1 million", 10_000_000, 1_000_000, 900, false, 0, Raised),
        new("... its pages on 16 partitions", 10_000_000, 1_000_000, 900, false, 0, Raised with { PartitionsOfASociety = 16 }),
        new("100 million, spread over the slot", 100_000_000, 20_000, 900, true, 0, Quotas),
    ];

    /// <summary>Runs the scenarios and writes a Markdown table.</summary>
    public static string Markdown(IEnumerable<Scenario> scenarios)
    {
        var text = new StringBuilder();
        text.Append("| scenario | uploads | refused, sent again | held back, tried again | stored within: half | 99 % | all | busiest limit at its peak | lost |\n|---|--:|--:|--:|--:|--:|--:|---|--:|\n");
        foreach (var scenario in scenarios)
        {
            var r = ScaleSimulation.Run(scenario);
            text.Append(CultureInfo.InvariantCulture, $"| {scenario.Name} | {r.Uploads:N0} | {r.Refused:N0} | {r.Throttled:N0} | {r.MedianSeconds} s | {r.P99Seconds} s | {r.MaxSeconds} s | {r.Busiest.Limit} {r.Busiest.Use:P0} | {r.Lost} |\n");
        }
        return text.ToString();
    }

    /// <summary>The greatest number of meters, to 5 %, of which no more than one call in a hundred is refused and 99 % of the uploads are stored within a minute, although all gateways send at once.</summary>
    public static long Breaks(ScaleLimits limits)
    {
        long good = 100_000, bad = 50_000_000;
        while (bad - good > good / 20)
        {
            var middle = (good + bad) / 2;
            var r = ScaleSimulation.Run(new("", middle, 20_000, 900, IsSpread: false, 0, limits));
            if (r.P99Seconds <= 60 && r.Refused * 100 <= r.Uploads && r.Lost == 0) good = middle;
            else bad = middle;
        }
        return good;
    }
}
