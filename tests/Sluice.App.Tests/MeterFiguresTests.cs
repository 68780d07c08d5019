using Sluice.Contracts.Readings;
using Sluice.Ui.Charts;
using Sluice.Ui.Meters;

namespace Sluice.App.Tests;

public sealed class MeterFiguresTests
{
    private static readonly TimeZoneInfo India = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    [Fact]
    public void Night_use_is_what_ran_between_midnight_and_five_where_the_meter_is()
    {
        var nights = MeterFigures.NightUse([At("2026-03-01T00:10+05:30", 10.000m), At("2026-03-01T04:50+05:30", 10.012m), At("2026-03-01T20:00+05:30", 10.5m)], India);
        Assert.Equal((new DateOnly(2026, 3, 1), 0.012m), Assert.Single(nights));
    }

    [Fact]
    public void A_night_without_a_reading_near_both_ends_has_no_figure() =>
        Assert.Empty(MeterFigures.NightUse([At("2026-03-01T00:10+05:30", 10.000m), At("2026-03-01T07:00+05:30", 10.012m)], India));

    [Fact]
    public void An_info_code_lasts_until_a_reading_is_without_it()
    {
        var spans = MeterFigures.InfoCodes([At("2026-03-01T00:00Z", 1m), At("2026-03-02T00:00Z", 1m, "LEAK BURST"), At("2026-03-03T00:00Z", 1m, "LEAK"), At("2026-03-04T00:00Z", 1m)]);
        Assert.Equal(["OK", "LEAK", "BURST", "OK"], spans.Select(static s => s.Row));
        Assert.Equal([2, 4, 3, 4], spans.Select(static s => s.To.Day));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.42, 0.1)]
    [InlineData(37, 10)]
    [InlineData(1_000_000, 200_000)]
    public void The_grid_of_a_chart_has_round_steps(double greatest, double step) => Assert.Equal((decimal)step, ChartScale.Step((decimal)greatest));

    private static SocietyReadingDto At(string time, decimal total, string status = "OK") => new()
    {
        Id = time,
        MeterId = "KAM.90000001",
        Timestamp = DateTimeOffset.Parse(time, null),
        Consumption = total,
        Quality = "GOOD",
        Reasons = [],
        Source = "TELEGRAM",
        Status = status,
    };
}
