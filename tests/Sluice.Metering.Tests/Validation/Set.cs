using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation;

/// <summary>Rule sets that differ from the default in one thing.</summary>
internal static class Set
{
    public static RuleSet Off(RuleId rule) => RuleSet.Of(new(new Dictionary<RuleId, RuleSetting> { [rule] = RuleSetting.Off }));

    public static RuleSet With(RuleId rule, string threshold, decimal value) => RuleSet.Of(new(new Dictionary<RuleId, RuleSetting> { [rule] = RuleSetting.With(threshold, value) }));
}
