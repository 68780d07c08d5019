using Sluice.WMBus.Encoders;

namespace Sluice.WMBus.Tests.Encoders;

public class InfoCode16Tests
{
    [Fact]
    public void A_dry_meter_steps_from_the_fourth_to_the_fifth_class_as_captured()
    {
        Assert.Equal(0x0041, default(InfoCode16).With(0, true, 7 * 24).Raw);
        Assert.Equal(0x0051, default(InfoCode16).With(0, true, (7 * 24) + 1).Raw);
    }

    [Fact]
    public void Each_condition_has_its_own_flag_and_class()
    {
        var code = default(InfoCode16).With(0, true, 1).With(1, false, 9).With(2, true, 48).With(3, true, 24 * 30);
        Assert.Equal(0b111_011_010_001_1101, code.Raw);
        Assert.Equal("DRY LEAK BURST", code.Status);
        Assert.Equal((1, 2, 3, 7), (code.DurationOf(0), code.DurationOf(1), code.DurationOf(2), code.DurationOf(3)));
        Assert.Equal("OK", default(InfoCode16).With(2, false, 5).Status);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    [InlineData(24, 2)]
    [InlineData(25, 3)]
    [InlineData(72, 3)]
    [InlineData(73, 4)]
    [InlineData(168, 4)]
    [InlineData(169, 5)]
    [InlineData(336, 5)]
    [InlineData(337, 6)]
    [InlineData(504, 6)]
    [InlineData(505, 7)]
    [InlineData(100_000, 7)]
    public void Hours_fall_into_the_published_classes(int hours, int expected) => Assert.Equal(expected, InfoCode16.DurationClass(hours));
}
