namespace Sluice.Metering.Validation.Rules;

/// <summary>The time between two readings by the receivers' clocks against the same by the meter's session number, which counts minutes.</summary>
internal static class ClockRule
{
    public static RuleDefinition Definition { get; } = new(RuleId.Clock, "clock", RuleKind.Info, Alert: null,
        "The receiver's clock and the meter's own count of minutes disagree.",
        "Set the receiver's clock. The volumes are right, the times may not be.",
        new RuleThreshold("tolerance_min", 10, 1, 10_080, "how far they may differ, minutes"));

    public static bool Fires(in Situation s)
    {
        if (s.Reading.SessionNumber is not { } session || s.History.LastSession is not { } last) return false;
        var byMeter = Sessions.Minutes(last, session) * 60_000L;
        return Math.Abs(s.AtMs - s.History.LastAtMs - byMeter) > s.Rules[RuleId.Clock, 0] * 60_000;
    }
}
