using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class ReplayRuleTests
{
    [Fact]
    public void A_recorded_telegram_heard_again_later_is_refused()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.900m);
        meter.Hear(24, 9.100m);
        var judgement = meter.Hear(JudgedMeter.At(1, 8.910m) with { At = JudgedMeter.Start.AddHours(30) });
        Assert.Equal(ReadingQuality.Poor, judgement.Quality);
        Assert.Equal("replay", judgement.Reasons.ToString());
        Assert.True(judgement.Alerts.Contains(RuleId.Replay));
    }

    [Theory]
    [InlineData(1, "")]             // synced late, with the time it was heard
    [InlineData(23.95, "")]         // a second receiver with a clock a few minutes off
    [InlineData(24.05, "")]         // the same the other way
    [InlineData(24.2, "replay")]
    public void A_telegram_of_hour_1_is_judged_by_when_it_says_it_was_heard(double heard, string reasons)
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.900m);
        meter.Hear(24, 9.100m);
        Assert.Equal(reasons, meter.Hear(JudgedMeter.At(1, 8.910m) with { At = JudgedMeter.Start.AddHours(heard) }).Reasons.ToString());
    }

    [Fact]
    public void The_telegram_after_a_replayed_one_is_compared_with_the_one_before_it()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.900m);
        meter.Hear(24, 9.100m);
        meter.Hear(JudgedMeter.At(1, 8.910m) with { At = JudgedMeter.Start.AddHours(30) });
        Assert.Equal(ReadingQuality.Good, meter.Hear(31, 9.150m).Quality);
        Assert.Equal(9.150m, meter.History.LastM3);
    }

    [Theory]
    [InlineData(8, 11, "")]
    [InlineData(8, 9, "replay")]
    [InlineData(8, 250, "replay")]  // 10 to 250 is 16 backwards
    [InlineData(60, 9, "")]         // too long ago to tell
    [InlineData(1, 9, "")]          // two receivers
    public void An_access_number_that_falls_soon_after_is_a_replay_where_there_is_no_session_number(double minutes, byte access, string reasons)
    {
        var meter = new JudgedMeter();
        meter.Hear(JudgedMeter.WithoutSession(0, 8.900m, access: 10));
        Assert.Equal(reasons, meter.Hear(JudgedMeter.WithoutSession(minutes / 60, 8.900m, access)).Reasons.ToString());
    }

    [Fact]
    public void An_access_number_that_wraps_is_no_replay()
    {
        var meter = new JudgedMeter();
        meter.Hear(JudgedMeter.WithoutSession(0, 8.900m, access: 250));
        Assert.Equal("", meter.Hear(JudgedMeter.WithoutSession(0.2, 8.900m, access: 5)).Reasons.ToString());
    }

    [Fact]
    public void A_session_number_that_wraps_is_no_replay()
    {
        var meter = new JudgedMeter();
        meter.Hear(JudgedMeter.At(0, 8.900m) with { SessionNumber = 0x3FFF_FFF0 });
        Assert.Equal("", meter.Hear(JudgedMeter.At(1, 8.910m) with { SessionNumber = 0x2000_03A0 }).Reasons.ToString());
    }
}
