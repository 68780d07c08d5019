using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation.Rules;

public class DecodingRuleTests
{
    [Theory]
    [InlineData(RuleId.NoVolume, ReadingQuality.Poor, "NoVolume")]
    [InlineData(RuleId.VolumeTooLong, ReadingQuality.Poor, "VolumeTooLong")]
    [InlineData(RuleId.Unverified, ReadingQuality.Fair, "Unverified")]
    [InlineData(RuleId.ReceiverClock, ReadingQuality.Fair, "ReceiverClock")]
    [InlineData(RuleId.LearnedFormat, ReadingQuality.Fair, "LearnedFormat")]
    [InlineData(RuleId.Temperature, ReadingQuality.Good, "")]
    [InlineData(RuleId.DecoderWarning + (int)Sluice.WMBus.DecodeErrorCode.MalformedRecord, ReadingQuality.Fair, "MalformedRecord")]
    public void What_decoding_found_gives_the_quality(RuleId found, ReadingQuality quality, string reasons)
    {
        var judgement = new JudgedMeter().Hear(JudgedMeter.At(0, 8.9m) with { Found = Reasons.Of(found) });
        Assert.Equal(quality, judgement.Quality);
        Assert.Equal(reasons, judgement.Reasons.ToString());
    }

    [Fact]
    public void A_rule_that_is_off_is_not_a_reason() =>
        Assert.Equal(ReadingQuality.Good, new JudgedMeter(Set.Off(RuleId.LearnedFormat)).Hear(JudgedMeter.At(0, 8.9m) with { Found = Reasons.Of(RuleId.LearnedFormat) }).Quality);
}
