namespace Sluice.Metering.Validation.Rules;

/// <summary>Info code BURST: flow above 5, 10 or 20 % of Q3 for 30 minutes. Also one that began and ended unheard.</summary>
internal static class BurstRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Burst, "burst", RuleKind.Info, AlertSeverity.Urgent,
        "The meter says: very much water has been flowing for half an hour, or did so since it was read last.",
        "Go there now and close the valve if a pipe has burst.")
    { CloseAfterHours = 1 };

    public static bool Fires(in Situation s) => s.Says(InfoCodes.Burst);
}
