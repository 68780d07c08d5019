using Sluice.Metering.Routing;
using Sluice.Metering.Sessions;

namespace Sluice.Metering.Tests.Routing;

public class RadioModelTests
{
    /// <summary>From field measurements of flowIQ 2101 meters.</summary>
    [Theory]
    [InlineData(240, 64)]
    [InlineData(500, 112)]
    [InlineData(1000, 224)]
    public void Hearing_99_percent_takes_as_long_as_in_the_field(int meters, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RadioModel.FlowIq.TimeToHear(meters, meters));

    [Fact]
    public void A_single_meter_takes_one_period() => Assert.Equal(TimeSpan.FromSeconds(16), RadioModel.FlowIq.TimeToHear(1, 1));

    [Fact]
    public void The_reception_ratio_among_240_meters_is_within_what_was_measured() => Assert.InRange(RadioModel.FlowIq.Chance(240), 0.57, 0.77);

    [Fact]
    public void More_missing_takes_no_less_time()
    {
        for (var onAir = 1; onAir <= 1200; onAir += 37)
            for (var missing = 1; missing <= onAir; missing++)
                Assert.True(RadioModel.FlowIq.TimeToHear(missing, onAir) >= RadioModel.FlowIq.TimeToHear(missing - 1, onAir));
    }

    [Fact]
    public void A_jammed_place_is_not_waited_at_for_ever() => Assert.Equal(TimeSpan.FromHours(1), RadioModel.FlowIq.TimeToHear(100_000, 100_000));

    [Fact]
    public void Nothing_is_left_when_nothing_is_missing() =>
        Assert.Equal(TimeSpan.Zero, TimeEstimate.Remaining(ScanMode.Tower, [new("A", "", new(0, 0, 240, 0, 0, 0))], TimeSpan.FromSeconds(70)));

    [Fact]
    public void Free_roam_has_no_time_left() => Assert.Null(TimeEstimate.Remaining(ScanMode.FreeRoam, [new("A", "", new(7, 0, 0, 0, 0, 0))], TimeSpan.Zero));

    [Fact]
    public void A_fresh_round_takes_what_the_model_says_with_a_minute_between_stops() =>
        Assert.Equal(TimeSpan.FromSeconds(64 + 60 + 64), TimeEstimate.Remaining(ScanMode.Society, [Missing("A", 240), Missing("B", 240)], TimeSpan.Zero));

    [Fact]
    public void A_slow_round_takes_longer_than_the_model_says_and_a_fast_one_less()
    {
        FlatCounts[] half = [new("A", "", new(0, 0, 240, 0, 0, 0)), Missing("B", 240)];
        var model = TimeEstimate.Remaining(ScanMode.Society, half, TimeSpan.FromSeconds(124));
        Assert.Equal(TimeSpan.FromSeconds(64), model);
        Assert.True(TimeEstimate.Remaining(ScanMode.Society, half, TimeSpan.FromSeconds(600)) > model);
        Assert.True(TimeEstimate.Remaining(ScanMode.Society, half, TimeSpan.FromSeconds(60)) < model);
    }

    private static FlatCounts Missing(string tower, int meters) => new(tower, "", new(meters, 0, 0, 0, 0, 0));
}
