using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class HighLowRuleTests
{
    [Theory]
    [InlineData(0.10, "high-low")]
    [InlineData(0.151, "")]
    [InlineData(0.30, "")]
    [InlineData(0.60, "")]
    [InlineData(0.61, "high-low")]
    public void Use_per_day_is_compared_with_the_meters_own_average(double perDay, string reasons)
    {
        var meter = new JudgedMeter();
        for (var period = 0; period <= 3; period++) meter.Hear(period * 14 * 24, 4.2m * period);   // 0.3 m3 a day
        var judgement = meter.Hear(4 * 14 * 24, 12.6m + (14 * (decimal)perDay));
        Assert.Equal(reasons, judgement.Reasons.ToString());
        Assert.Equal(reasons.Length == 0 ? ReadingQuality.Good : ReadingQuality.Fair, judgement.Quality);
    }

    [Fact]
    public void With_fewer_than_three_periods_nothing_is_said()
    {
        var meter = new JudgedMeter();
        for (var period = 0; period <= 2; period++) meter.Hear(period * 14 * 24, 4.2m * period);
        Assert.Equal("", meter.Hear(3 * 14 * 24, 100).Reasons.ToString());
    }

    [Fact]
    public void A_meter_heard_all_day_is_judged_once_a_week()
    {
        var meter = new JudgedMeter().UseDaily(28, 0.3m);
        var fired = Enumerable.Range(1, 14).Count(day => meter.Hear((28 + day) * 24, 8.4m + day).Reasons.Contains(RuleId.HighLow));
        Assert.Equal(2, fired);
    }

    [Fact]
    public void Small_differences_are_nothing()
    {
        var meter = new JudgedMeter().UseDaily(28, 0.01m);
        Assert.Equal("", meter.Hear(35 * 24, 0.28m + (7 * 0.05m)).Reasons.ToString());
    }

    [Fact]
    public void Switched_off_it_says_nothing()
    {
        var meter = new JudgedMeter(Set.Off(RuleId.HighLow)).UseDaily(28, 0.3m);
        Assert.Equal("", meter.Hear(35 * 24, 100).Reasons.ToString());
    }

    [Fact]
    public void A_new_habit_becomes_the_average()
    {
        var meter = new JudgedMeter().UseDaily(28, 0.3m);
        decimal total = 8.4m;
        for (var week = 1; week <= 12; week++) meter.Hear((28 + (7 * week)) * 24, total += 7 * 0.9m);
        Assert.Equal("", meter.Hear((28 + (7 * 13)) * 24, total + (7 * 0.9m)).Reasons.ToString());
    }
}
