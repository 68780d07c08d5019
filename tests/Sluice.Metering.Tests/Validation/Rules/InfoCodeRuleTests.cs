using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

/// <summary>The rules on what the meter says about itself.</summary>
public class InfoCodeRuleTests
{
    [Theory]
    [InlineData(InfoCodes.None, ReadingQuality.Good, "")]
    [InlineData(InfoCodes.Leak, ReadingQuality.Good, "leak-meter")]
    [InlineData(InfoCodes.Burst, ReadingQuality.Good, "burst")]
    [InlineData(InfoCodes.Reverse, ReadingQuality.Good, "reverse")]
    [InlineData(InfoCodes.Dry, ReadingQuality.Good, "dry")]
    [InlineData(InfoCodes.LowBattery, ReadingQuality.Good, "low-battery")]
    [InlineData(InfoCodes.Tamper, ReadingQuality.Poor, "tamper")]
    [InlineData(InfoCodes.Tamper | InfoCodes.Leak | InfoCodes.Dry, ReadingQuality.Poor, "tamper")]   // it masks the others
    [InlineData(InfoCodes.Leak | InfoCodes.Burst, ReadingQuality.Good, "leak-meter burst")]
    [InlineData(InfoCodes.Other, ReadingQuality.Good, "")]
    public void A_code_raises_its_alert_and_only_tamper_spoils_the_reading(InfoCodes codes, ReadingQuality quality, string alerts)
    {
        var judgement = new JudgedMeter().Hear(0, 8.9m, codes);
        Assert.Equal(quality, judgement.Quality);
        Assert.Equal(alerts, judgement.Alerts.ToString());
        Assert.Equal(quality == ReadingQuality.Poor ? "tamper" : "", judgement.Reasons.ToString());
    }

    [Fact]
    public void A_leak_that_began_and_ended_between_two_rounds_is_told_once()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        Assert.Equal("leak-meter", meter.Hear(15 * 24, 12m, durations: 3 << 6).Alerts.ToString());
        Assert.Equal("", meter.Hear(16 * 24, 12.2m, durations: 3 << 6).Alerts.ToString());
        Assert.Equal("leak-meter", meter.Hear(30 * 24, 14m, durations: 4 << 6).Alerts.ToString());
    }

    [Theory]
    [InlineData(0, InfoCodes.Dry)]
    [InlineData(3, InfoCodes.Reverse)]
    [InlineData(6, InfoCodes.Leak)]
    [InlineData(9, InfoCodes.Burst)]
    [InlineData(12, InfoCodes.Tamper)]
    public void Each_code_has_its_own_duration(int shift, InfoCodes code)
    {
        var state = new InfoState(InfoCodes.None, (ushort)(5 << shift));
        Assert.Equal(5, state.DurationOf(code));
        Assert.Equal(5, Enum.GetValues<InfoCodes>().Sum(state.DurationOf));
    }

    [Theory]
    [InlineData(0x0000, InfoCodes.None, 0)]
    [InlineData(0x0051, InfoCodes.Dry, 5)]           // dry, 8-14 days
    [InlineData(0x6DB4, InfoCodes.Leak, 0x6DB)]      // leak, all durations 2-3 days
    public void Sixteen_bits_of_the_meter_are_read(int code, InfoCodes codes, int durations) =>
        Assert.Equal(new InfoState(codes, (ushort)durations), InfoState.FromKamstrup16((uint)code));

    [Theory]
    [InlineData(0x0000_0030u, InfoCodes.Tamper | InfoCodes.LowBattery, 0)]
    [InlineData(0x0000_0A00u, InfoCodes.NoConsumption, 1)]
    [InlineData(0x0000_0100u, InfoCodes.Other, 0)]
    [InlineData(0x0380_0000u, InfoCodes.None, 7 << 12)]
    public void Thirty_two_bits_of_the_meter_are_read(uint code, InfoCodes codes, int durations) =>
        Assert.Equal(new InfoState(codes, (ushort)durations), InfoState.FromKamstrup32(code));

    [Theory]
    [InlineData("OK", InfoCodes.None)]
    [InlineData("DRY LEAK", InfoCodes.Dry | InfoCodes.Leak)]
    [InlineData("POWER_LOW", InfoCodes.LowBattery)]
    [InlineData("BIT_12", InfoCodes.Other)]
    public void Status_words_are_read(string status, InfoCodes codes) => Assert.Equal(codes, InfoState.Parse(status));
}
