namespace Sluice.Metering.Validation.Rules;

/// <summary>Info code of the battery, of the meter's own or of the transport header.</summary>
internal static class LowBatteryRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.LowBattery, "low-battery", RuleKind.Info, AlertSeverity.Warning,
        "The meter says: its battery is nearly empty.",
        "Plan its replacement before it falls silent.")
    { CloseAfterHours = 14 * 24 };

    public static bool Fires(in Situation s) => s.Reading.Info.Has(InfoCodes.LowBattery);
}
