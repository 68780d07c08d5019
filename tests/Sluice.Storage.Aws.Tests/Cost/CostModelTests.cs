using Sluice.Storage.Aws.Cost;

namespace Sluice.Storage.Aws.Tests.Cost;

public sealed class CostModelTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-cost-");

    public void Dispose() => folder.Delete(recursive: true);

    private static decimal Total(long meters, decimal readings, string region = "us-east-1") => CostModel.Of(new(meters, readings), PriceList.Load(region)).Total;

    [Fact]
    public void Two_rounds_a_month_of_10_000_meters_stay_within_the_owners_budget() => Assert.InRange(Total(10_000, 2), 25m, 46m);

    [Fact]
    public void A_reading_each_quarter_of_an_hour_of_10_000_meters_costs_less_than_50() => Assert.InRange(Total(10_000, 2920), 25m, 50m);

    [Fact]
    public void Every_known_region_has_every_price()
    {
        foreach (var region in new[] { "us-east-1", "ap-south-1", "eu-central-1" })
        {
            Assert.InRange(Total(10_000, 2, region), 20m, 60m);
            Assert.True(LiteralDesign.Of(new(10_000, 2), PriceList.Load(region)).Total > 0);
        }
    }

    [Fact]
    public void The_tables_as_first_written_down_cost_ten_times_as_much_when_gateways_send()
    {
        var load = new Workload(10_000, 2920);
        Assert.True(LiteralDesign.Of(load, PriceList.Load("us-east-1")).Total > 10 * CostModel.Of(load, PriceList.Load("us-east-1")).Total);
    }

    [Fact]
    public void More_meters_and_more_readings_never_cost_less()
    {
        decimal before = 0;
        foreach (var meters in new long[] { 1, 100, 10_000, 1_000_000, 10_000_000, 100_000_000 })
        {
            var total = Total(meters, 2920);
            Assert.True(total >= before, $"{meters} meters cost {total}, fewer {before}");
            before = total;
        }
        Assert.True(Total(10_000, 43_800) >= Total(10_000, 2920));
    }

    [Fact]
    public void Tiers_are_charged_part_by_part()
    {
        var price = new Price(10, [[100, 1m], [null, 0.5m]]);
        Assert.Equal(10m, price.Of(100));
        Assert.Equal(15m, price.Of(200));
        Assert.Equal(0m, price.Of(0));
    }

    [Theory]
    [InlineData("[]", "is no price file")]
    [InlineData("""{"recorded":"2026-01-01","currency":"USD","source":"x","regions":{}}""", "No prices of region 'us-east-1'")]
    [InlineData("""{"recorded":"2026-01-01","currency":"USD","source":"x","regions":{"us-east-1":{"api.request":{"per":0,"tiers":[[null,1]]}}}}""", "'api.request'")]
    [InlineData("""{"recorded":"2026-01-01","currency":"USD","source":"x","regions":{"us-east-1":{"api.request":{"per":1,"tiers":[[5,1]]}}}}""", "'api.request'")]
    public void A_price_file_that_is_wrong_says_what_is_wrong(string text, string why)
    {
        var path = Path.Combine(folder.FullName, "prices.json");
        File.WriteAllText(path, text);
        Assert.Contains(why, Assert.Throws<FormatException>(() => PriceList.Load("us-east-1", path)).Message, StringComparison.Ordinal);
    }
}
