using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class ZeroRuleTests
{
    [Theory]
    [InlineData(29.9, false)]
    [InlineData(30, true)]
    public void Thirty_days_without_use_are_told(double days, bool fires)
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        meter.Hear(240, 8.9m);
        var judgement = meter.Hear(days * 24, 8.9m);
        Assert.Equal(fires, judgement.Alerts.Contains(RuleId.Zero));
        Assert.True(judgement.Reasons.IsEmpty);
    }

    [Fact]
    public void Any_use_begins_the_count_anew()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.900m);
        meter.Hear(29 * 24, 8.901m);
        Assert.False(meter.Hear(58 * 24, 8.901m).Alerts.Contains(RuleId.Zero));
        Assert.True(meter.Hear(59 * 24, 8.901m).Alerts.Contains(RuleId.Zero));
    }
}
