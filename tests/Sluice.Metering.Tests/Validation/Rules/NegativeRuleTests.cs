using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class NegativeRuleTests
{
    [Theory]
    [InlineData("8.900", "8.900", "")]
    [InlineData("8.900", "8.901", "")]
    [InlineData("8.900", "8.899", "negative")]
    [InlineData("99999.999", "0.002", "")]          // the register began again
    [InlineData("99000.000", "1000.000", "")]
    [InlineData("98999.999", "0.002", "negative")]  // not near its end
    [InlineData("99999.999", "1000.001", "negative")]
    [InlineData("100000.000", "0.002", "negative")] // beyond its end: not this register
    public void A_volume_below_the_one_before_is_an_error_unless_the_register_wrapped(string first, string second, string reasons)
    {
        var meter = new JudgedMeter();
        meter.Hear(0, Number(first));
        var judgement = meter.Hear(24, Number(second));
        Assert.Equal(reasons, judgement.Reasons.ToString());
        Assert.Equal(reasons.Length == 0 ? ReadingQuality.Good : ReadingQuality.Poor, judgement.Quality);
    }

    [Fact]
    public void What_was_refused_is_not_compared_with()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        meter.Hear(1, 2.0m);
        Assert.Equal("negative", meter.Hear(2, 2.1m).Reasons.ToString());
        Assert.Equal("", meter.Hear(3, 9.0m).Reasons.ToString());
    }

    [Fact]
    public void After_a_person_accepted_the_lower_volume_the_series_goes_on_from_there()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        meter.Hear(1, 2.0m);
        meter.History = meter.History.Rebase(JudgedMeter.Start.AddHours(1), 2.0m);
        Assert.Equal(ReadingQuality.Good, meter.Hear(2, 2.1m).Quality);
    }

    [Fact]
    public void A_late_telegram_is_never_negative()
    {
        var meter = new JudgedMeter();
        meter.Hear(24, 9.1m);
        Assert.Equal(ReadingQuality.Good, meter.Hear(1, 8.9m).Quality);
    }

    [Fact]
    public void A_register_end_set_by_the_society_counts()
    {
        var meter = new JudgedMeter(Set.With(RuleId.Negative, "register_m3", 10_000));
        meter.Hear(0, 9_999.5m);
        Assert.Equal("", meter.Hear(24, 0.2m).Reasons.ToString());
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
