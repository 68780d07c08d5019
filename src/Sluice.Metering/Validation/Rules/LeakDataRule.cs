namespace Sluice.Metering.Validation.Rules;

/// <summary>Every hour of a day has flow, by the readings themselves: where a meter is heard every hour. Readings from the dial and estimates do not count.</summary>
internal static class LeakDataRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.LeakData, "leak-data", RuleKind.Info, AlertSeverity.Alert,
        "Water was used in every single hour of the last day, also at night.",
        "Look for a running toilet, a dripping tap or a wet wall. Common-area meters that never rest can have this rule switched off.",
        new RuleThreshold("hours", 24, 6, 240, "hours with flow, one after the other"))
    { CloseAfterHours = 3 };

    public static bool Fires(in Situation s, in HourlyUse hourly) => hourly.HoursWithFlow >= s.Rules[RuleId.LeakData, 0];
}
