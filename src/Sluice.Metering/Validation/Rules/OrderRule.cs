namespace Sluice.Metering.Validation.Rules;

/// <summary>A late reading does not fit between the readings before and after it in the meter's time. Being lower than the newest one is what a late reading has to be.</summary>
internal static class OrderRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Order, "order", RuleKind.Error, Alert: null,
        "A reading handed in late does not fit between the readings before and after it.",
        "Compare the readings around it with the dial; correct or accept the one that is wrong.");

    public static bool Fires(in Situation s)
    {
        if (s.Reading.TotalM3 is not { } total) return false;
        var after = s.Near.AfterM3 ?? s.History.LastM3;
        if (total > after && !NegativeRule.Wraps(s.Rules, total, after)) return true;
        return s.Near.BeforeM3 is { } before && total < before && !NegativeRule.Wraps(s.Rules, before, total);
    }
}
