namespace Sluice.Metering.Validation.Rules;

/// <summary>Info code REVERSE.</summary>
internal static class ReverseRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Reverse, "reverse", RuleKind.Info, AlertSeverity.Alert,
        "The meter says: water flows or flowed backwards.",
        "Check the check valve and whether the meter was turned round.");

    public static bool Fires(in Situation s) => s.Says(InfoCodes.Reverse);
}
