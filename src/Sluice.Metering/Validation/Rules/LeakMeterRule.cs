namespace Sluice.Metering.Validation.Rules;

/// <summary>Info code LEAK: no single hour without flow in 24 h, by the meter's own sensitivity (0.1 to 2 % of Q3). Also a leak that began and ended unheard: its duration tells.</summary>
internal static class LeakMeterRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.LeakMeter, "leak-meter", RuleKind.Info, AlertSeverity.Alert,
        "The meter says: water has been flowing without a pause for a day, or did so since it was read last.",
        "Look for a running toilet, a dripping tap or a wet wall. A running toilet wastes up to 700 litres a day.");

    public static bool Fires(in Situation s) => s.Says(InfoCodes.Leak);
}
