namespace Sluice.Metering.Validation;

/// <summary>One rule: what it does when nobody has changed it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Name">Its stable name on the wire, for example <c>high-low</c>.</param>
/// <param name="Kind">What it does to a reading.</param>
/// <param name="Alert">The alert it raises; null for none.</param>
/// <param name="Meaning">What fired, in words for the people of a society.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Thresholds">Its thresholds, at most <see cref="MaxThresholds"/>.</param>
public sealed record RuleDefinition(RuleId Id, string Name, RuleKind Kind, AlertSeverity? Alert, string Meaning, string Advice, params IReadOnlyList<RuleThreshold> Thresholds)
{
    /// <summary>The most thresholds of a rule.</summary>
    public const int MaxThresholds = 6;

    /// <summary>Hours without the condition after which its alert closes by itself.</summary>
    public int CloseAfterHours { get; init; } = 24;
}

/// <summary>A threshold of a rule that a society can change.</summary>
/// <param name="Name">Stable, lower case, with its unit: <c>least_m3</c>.</param>
/// <param name="Default">The value without a setting.</param>
/// <param name="Min">The least value allowed, inclusive.</param>
/// <param name="Max">The greatest value allowed, inclusive.</param>
/// <param name="Meaning">What it is, in words.</param>
public sealed record RuleThreshold(string Name, decimal Default, decimal Min, decimal Max, string Meaning);
