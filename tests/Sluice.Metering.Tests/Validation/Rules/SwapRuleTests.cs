using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class SwapRuleTests
{
    [Fact]
    public void The_first_reading_of_a_meter_that_took_anothers_place_is_told()
    {
        var meter = new JudgedMeter();
        Assert.True(meter.Hear(JudgedMeter.At(0, 0.1m) with { Facts = MeterFacts.TookAPlace }).Alerts.Contains(RuleId.Swap));
        Assert.False(meter.Hear(JudgedMeter.At(1, 0.2m) with { Facts = MeterFacts.TookAPlace }).Alerts.Contains(RuleId.Swap));
    }

    [Fact]
    public void A_meter_that_was_taken_out_and_still_sends_is_told()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        Assert.True(meter.Hear(JudgedMeter.At(1, 8.9m) with { Facts = MeterFacts.TakenOut }).Alerts.Contains(RuleId.Swap));
    }
}
