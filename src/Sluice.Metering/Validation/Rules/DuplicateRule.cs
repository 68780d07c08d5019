namespace Sluice.Metering.Validation.Rules;

/// <summary>The telegram judged last, once more. Repeats of older ones are found by the store.</summary>
internal static class DuplicateRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Duplicate, "duplicate", RuleKind.Info, Alert: null,
        "The same telegram came again, from another receiver or a second delivery.",
        "Nothing: it is counted once, and the receiver with the best signal is remembered.");

    public static bool Fires(in Situation s) => s.Reading.Identity != 0 && s.Reading.Identity == s.History.LastIdentity;
}
