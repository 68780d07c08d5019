namespace Sluice.Metering.Validation.Rules;

/// <summary>The volume has not changed for long.</summary>
internal static class ZeroRule
{
    private const int MsPerDay = 86_400_000;

    public static RuleDefinition Definition { get; } = new(RuleId.Zero, "zero", RuleKind.Info, AlertSeverity.Info,
        "No water was used for a long time.",
        "Is the flat empty? If somebody lives there, the meter may be bypassed or stuck.",
        new RuleThreshold("days", 30, 1, 3_660, "days without any use"))
    { CloseAfterHours = 1 };

    public static bool Fires(in Situation s) =>
        s.Reading.TotalM3 == s.History.LastM3 && s.AtMs - s.History.ChangedAtMs >= s.Rules[RuleId.Zero, 0] * MsPerDay;
}
