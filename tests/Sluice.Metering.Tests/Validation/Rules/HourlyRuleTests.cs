using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

/// <summary>The rules on interval data: spike and leak-data.</summary>
public class HourlyRuleTests
{
    private static IEnumerable<Judgement> Day(JudgedMeter meter, Func<int, decimal> use)
    {
        var total = 10m;
        for (var hour = 0; hour <= 24; hour++)
        {
            yield return meter.Hear(hour, total);
            total += use(hour);
        }
    }

    [Theory]
    [InlineData(1.0, 1)]
    [InlineData(0.57, 1)]
    [InlineData(0.55, 0)]   // 180 % above 0.2 is 0.56
    public void One_hour_far_above_the_third_greatest_is_a_spike(double greatest, int expected)
    {
        var fired = Day(new(), hour => hour switch { 7 => (decimal)greatest, 8 => 0.5m, 9 => 0.2m, _ => 0 }).Count(j => j.Reasons.Contains(RuleId.Spike));
        Assert.Equal(expected, fired);
    }

    [Fact]
    public void A_small_spike_is_nothing() => Assert.DoesNotContain(Day(new(), hour => hour == 7 ? 0.4m : 0), j => j.Reasons.Contains(RuleId.Spike));

    [Fact]
    public void A_missing_hour_leaves_nothing_to_judge()
    {
        var meter = new JudgedMeter();
        for (var hour = 0; hour <= 40; hour++)
        {
            if (hour % 20 == 10) continue;
            Assert.True(meter.Hear(hour, 10m + (hour * 0.01m) + (hour > 7 ? 1 : 0)).Reasons.IsEmpty);
        }
    }

    [Fact]
    public void Flow_in_every_hour_of_a_day_is_a_leak()
    {
        var all = Day(new(), static _ => 0.002m).ToList();
        Assert.DoesNotContain(all[..24], j => j.Alerts.Contains(RuleId.LeakData));
        Assert.True(all[24].Alerts.Contains(RuleId.LeakData));
        Assert.True(all[24].Reasons.IsEmpty);
    }

    [Fact]
    public void One_hour_of_rest_is_no_leak() => Assert.DoesNotContain(Day(new(), static hour => hour == 3 ? 0 : 0.02m), j => j.Alerts.Contains(RuleId.LeakData));

    [Fact]
    public void Readings_from_the_dial_do_not_count_as_hours()
    {
        var meter = new JudgedMeter();
        for (var hour = 0; hour <= 30; hour++) Assert.True(meter.Read(JudgedMeter.Dial(hour, 10 + (hour * 0.01m))).Alerts.IsEmpty);
    }
}
