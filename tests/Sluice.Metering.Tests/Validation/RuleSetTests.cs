using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation;

public class RuleSetTests
{
    [Fact]
    public void Every_rule_has_a_name_of_its_own_and_thresholds_within_their_bounds()
    {
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.DistinctBy(static r => r.Name).Count());
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.DistinctBy(static r => r.Id).Count());
        Assert.Empty(RuleCatalog.All.Where(static r => r.Thresholds.Count > RuleDefinition.MaxThresholds).Select(static r => r.Name));
        Assert.Empty(RuleCatalog.All.SelectMany(static r => r.Thresholds).Where(static t => t.Default < t.Min || t.Default > t.Max).Select(static t => t.Name));
        Assert.Empty(Enum.GetValues<RuleId>().Where(static id => id != RuleId.DecoderWarning && RuleCatalog.Get(id) is null));
    }

    [Fact]
    public void Settings_out_of_bounds_are_refused_with_what_would_be_right()
    {
        RuleSettings settings = new(new Dictionary<RuleId, RuleSetting> { [RuleId.HighLow] = RuleSetting.With("high", 0.5m), [RuleId.Zero] = RuleSetting.With("weeks", 2) });
        Assert.Equal(
            ["'high' of rule 'high-low' is 0.5; it must be from 1 to 100.", "Rule 'zero' has no such threshold; it has 'days'."],
            settings.Problems());
        Assert.Throws<ArgumentException>(() => RuleSet.Of(settings));
    }

    [Fact]
    public void Reasons_read_back_what_they_wrote()
    {
        var reasons = Reasons.Of(RuleId.Negative) | Reasons.Of(RuleId.HighLow) | Reasons.Of(RuleId.Unverified);
        Assert.Equal("negative high-low Unverified", reasons.ToString());
        Assert.Equal(reasons, Reasons.Parse("negative  high-low Unverified of-tomorrow"));
        Assert.Equal("", Reasons.None.ToString());
    }
}
