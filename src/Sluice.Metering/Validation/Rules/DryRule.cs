namespace Sluice.Metering.Validation.Rules;

/// <summary>Info code DRY.</summary>
internal static class DryRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Dry, "dry", RuleKind.Info, AlertSeverity.Warning,
        "The meter says: there is or was no water in the pipe.",
        "Was the supply closed, or is there air in the pipe? While it is dry, use is not measured.");

    public static bool Fires(in Situation s) => s.Says(InfoCodes.Dry);
}
