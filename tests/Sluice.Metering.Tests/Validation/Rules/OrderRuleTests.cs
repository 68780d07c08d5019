using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class OrderRuleTests
{
    [Theory]
    [InlineData(8.9, "")]
    [InlineData(9.1, "")]
    [InlineData(9.2, "order")]
    public void A_late_reading_must_not_be_above_the_newest_one(double total, string reasons)
    {
        var meter = new JudgedMeter();
        meter.Hear(24, 9.1m);
        Assert.Equal(reasons, meter.Hear(1, (decimal)total).Reasons.ToString());
    }

    [Theory]
    [InlineData(8.95, "")]
    [InlineData(8.85, "order")]
    [InlineData(9.05, "order")]
    public void Where_its_neighbours_are_known_it_must_lie_between_them(double total, string reasons)
    {
        var meter = new JudgedMeter();
        meter.Hear(48, 9.3m);
        Assert.Equal(reasons, meter.Hear(JudgedMeter.At(12, (decimal)total), new(BeforeM3: 8.9m, AfterM3: 9.0m)).Reasons.ToString());
    }

    [Fact]
    public void A_late_reading_from_before_the_register_wrapped_fits()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 99_999.0m);
        meter.Hear(48, 0.5m);
        Assert.Equal("", meter.Hear(24, 99_999.6m).Reasons.ToString());
    }
}
