using System.Text.Json;

namespace Sluice.Cli.Tests.Cost;

public class CostCommandTests
{
    [Fact]
    public async Task Json_has_the_total_and_the_lines_that_make_it()
    {
        var result = await SluiceProcess.RunAsync(["cost", "--meters", "10000", "--readings-per-month", "2", "--region", "us-east-1", "--format", "json"]);
        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        var total = json.RootElement.GetProperty("total").GetDecimal();
        Assert.InRange(total, 25m, 46m);
        Assert.InRange(json.RootElement.GetProperty("lines").EnumerateArray().Sum(static l => l.GetProperty("usd").GetDecimal()), total - 0.01m, total + 0.01m);
        Assert.True(json.RootElement.GetProperty("literal").GetProperty("total").GetDecimal() > 0);
    }

    [Fact]
    public async Task Text_says_where_the_money_goes_and_the_day_of_the_prices()
    {
        var result = await SluiceProcess.RunAsync(["cost", "--meters", "10000", "--readings-per-month", "2920"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Where it goes:", result.Output, StringComparison.Ordinal);
        Assert.Contains("list prices of 20", result.Output, StringComparison.Ordinal);
        Assert.Contains("as first written down would cost", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "cost", "--meters", "0", "--readings-per-month", "2" }, "--meters 0")]
    [InlineData(new[] { "cost", "--meters", "10", "--readings-per-month", "-1" }, "--readings-per-month -1")]
    [InlineData(new[] { "cost", "--meters", "10", "--readings-per-month", "2", "--region", "moon-1" }, "known: ap-south-1")]
    [InlineData(new[] { "cost", "--meters", "10" }, "--readings-per-month")]
    public async Task Wrong_numbers_and_regions_are_said(string[] arguments, string why)
    {
        var result = await SluiceProcess.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
