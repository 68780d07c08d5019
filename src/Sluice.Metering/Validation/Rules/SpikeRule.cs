namespace Sluice.Metering.Validation.Rules;

/// <summary>The greatest hour of a day against the third greatest. Judged by the reading that completes 24 hours in a row.</summary>
internal static class SpikeRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Spike, "spike", RuleKind.Warning, AlertSeverity.Info,
        "One hour of the day used far more water than all others.",
        "A pool or tank filled, or a tap left open? If nobody knows of it, look at the meter.",
        new RuleThreshold("percent", 180, 1, 10_000, "how much the greatest hour may lie above the third greatest, per cent"),
        new RuleThreshold("least_m3", 0.5m, 0, 1_000, "hours below this are no spike, m³"))
    { CloseAfterHours = 72 };

    public static bool Fires(in Situation s, in HourlyUse hourly) =>
        hourly.Hours == HourlyUse.Window && hourly.Hour != s.History.Hourly.Hour && hourly.First >= s.Rules[RuleId.Spike, 1]
        && (hourly.First - hourly.Third) * 100 > hourly.Third * s.Rules[RuleId.Spike, 0];
}
