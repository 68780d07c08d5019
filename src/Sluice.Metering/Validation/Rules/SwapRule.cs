namespace Sluice.Metering.Validation.Rules;

/// <summary>A recorded replacement: the first reading of the new meter, or a meter that was taken out and still sends.</summary>
internal static class SwapRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Swap, "swap", RuleKind.Info, AlertSeverity.Info,
        "A replaced meter: the first reading of the new one, or the one that was taken out still sends.",
        "Check that the last reading of the old meter and the first one of the new meter are those of the replacement.");

    public static bool Fires(in Situation s) =>
        (s.Reading.Facts & MeterFacts.TakenOut) != MeterFacts.None || ((s.Reading.Facts & MeterFacts.TookAPlace) != MeterFacts.None && s.Order == MeterOrder.First);
}
