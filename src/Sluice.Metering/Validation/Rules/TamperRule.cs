namespace Sluice.Metering.Validation.Rules;

/// <summary>Info code TAMPER: it masks the meter's other codes, and the meter is not valid for billing.</summary>
internal static class TamperRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Tamper, "tamper", RuleKind.Error, AlertSeverity.Alert,
        "The meter says that it was opened or disturbed.",
        "Visit the meter and have it replaced: it is no longer valid for billing.");

    public static bool Fires(in Situation s) => s.Reading.Info.Has(InfoCodes.Tamper);
}
