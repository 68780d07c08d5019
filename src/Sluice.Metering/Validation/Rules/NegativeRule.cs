namespace Sluice.Metering.Validation.Rules;

/// <summary>The volume is below the last accepted one, and the register did not just begin again at zero.</summary>
internal static class NegativeRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Negative, "negative", RuleKind.Error, AlertSeverity.Warning,
        "The volume is lower than at the reading before.",
        "Was the meter replaced, does water flow backwards, or is the serial number in the list wrong? Compare with the dial; accept the reading when it is right.",
        new RuleThreshold("register_m3", 100_000, 100, 1_000_000_000, "where the register begins again at zero, m³"),
        new RuleThreshold("near_wrap_percent", 1, 0, 10, "how near to that end a fall counts as a new beginning, per cent of the register"))
    { CloseAfterHours = 1 };

    public static bool Fires(in Situation s) => s.Reading.TotalM3 < s.History.LastM3 && !Wraps(s.Rules, s.History.LastM3, s.Reading.TotalM3.Value);

    /// <summary>True when a register may have begun again between two volumes.</summary>
    public static bool Wraps(RuleSet rules, decimal from, decimal to)
    {
        var register = rules[RuleId.Negative, 0];
        var near = register * rules[RuleId.Negative, 1] / 100;
        return from < register && from >= register - near && to <= near;
    }
}
