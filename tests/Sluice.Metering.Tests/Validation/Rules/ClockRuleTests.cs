using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class ClockRuleTests
{
    [Theory]
    [InlineData(24, false)]
    [InlineData(24.1, false)]
    [InlineData(24.2, true)]
    [InlineData(23.8, true)]
    [InlineData(1000, true)]
    public void A_time_that_the_meters_minutes_contradict_is_told_and_spoils_nothing(double heard, bool fires)
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        var judgement = meter.Hear(JudgedMeter.At(24, 9.1m) with { At = JudgedMeter.Start.AddHours(heard) });
        Assert.Equal(fires, judgement.Infos.Contains(RuleId.Clock));
        Assert.True(judgement.Reasons.IsEmpty);
    }
}
