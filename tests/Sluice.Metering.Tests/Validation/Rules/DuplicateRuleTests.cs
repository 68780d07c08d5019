using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class DuplicateRuleTests
{
    [Fact]
    public void The_same_telegram_again_is_a_duplicate_and_changes_nothing()
    {
        var meter = new JudgedMeter();
        var telegram = JudgedMeter.At(0, 8.9m) with { Identity = 77 };
        Assert.False(meter.Hear(telegram).IsDuplicate);
        var before = meter.History;
        Assert.True(meter.Hear(telegram with { At = telegram.At.AddSeconds(2) }).IsDuplicate);
        Assert.Equal(before, meter.History);
    }

    [Fact]
    public void Readings_without_telegram_are_never_duplicates()
    {
        var meter = new JudgedMeter();
        meter.Read(JudgedMeter.Dial(0, 8.9m));
        Assert.False(meter.Read(JudgedMeter.Dial(1, 8.9m)).IsDuplicate);
    }
}
