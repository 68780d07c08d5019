namespace Sluice.Metering.Validation.Rules;

/// <summary>Use per day of a period against the meter's own average. Judged once a period, by the reading that ends it.</summary>
internal static class HighLowRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.HighLow, "high-low", RuleKind.Warning, AlertSeverity.Warning,
        "Much more or much less water was used than this meter's average.",
        "Guests, a holiday, a new family, a leak? Compare with the flat before the bill goes out.",
        new RuleThreshold("low", 0.5m, 0, 1, "least use per day, as a multiple of the average"),
        new RuleThreshold("high", 2, 1, 100, "greatest use per day, as a multiple of the average"),
        new RuleThreshold("periods", 3, 1, 12, "periods that the average needs"),
        new RuleThreshold("period_days", 7, 1, 366, "least length of a period, days"),
        new RuleThreshold("least_m3", 0.05m, 0, 1_000, "differences below this are nothing, m³ per day"))
    { CloseAfterHours = 14 * 24 };

    public static bool Fires(in Situation s)
    {
        if (s.AtMs - s.History.PeriodAtMs < s.Rules.PeriodMs || s.History.Periods < s.Rules[RuleId.HighLow, 2]) return false;
        var total = s.Reading.TotalM3!.Value;
        if (total < s.History.PeriodM3) return false;   // the register wrapped
        var perDay = s.History.UsePerDay(s.AtMs, total);
        var average = s.History.PerDayM3;
        if (Math.Abs(perDay - average) < s.Rules[RuleId.HighLow, 4]) return false;
        return perDay > average * s.Rules[RuleId.HighLow, 1] || perDay < average * s.Rules[RuleId.HighLow, 0];
    }
}
