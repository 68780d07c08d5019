namespace Sluice.Metering.Validation.Rules;

/// <summary>An old telegram presented as new. Telegrams without a message authentication code can be recorded and sent again; but the meter's session number only rises.</summary>
/// <remarks>A telegram that says when it was heard and was heard before is late, not replayed. Meters without session number have an access number modulo 256: it tells
/// only while less than half a turn can have passed.</remarks>
internal static class ReplayRule
{
    private const int HalfTurn = 128;

    public static RuleDefinition Definition { get; } = new(RuleId.Replay, "replay", RuleKind.Error, AlertSeverity.Warning,
        "An old telegram was received as if it were new: recorded and sent again, or a capture handed in without its times.",
        "Hand in captures with the times they were heard. Otherwise look who can transmit near the meter.",
        new RuleThreshold("tolerance_min", 5, 0, 1_440, "how far the clocks of receivers may differ, minutes"),
        new RuleThreshold("access_window_min", 15, 0, 1_440, "how long the access number of a meter without session number is compared, minutes"));

    public static bool Fires(in Situation s)
    {
        if (s.Reading.SessionNumber is { } session)
            return s.History.TopSession is { } top && Sessions.Distance(top, session) < 0 && s.AtMs - s.History.TopSessionAtMs > s.Rules.ToleranceMs;
        return s.Reading.AccessNumber is { } access && s.History.LastAccess is { } last && s.AtMs - s.History.LastAtMs is var passed
            && passed > s.Rules.ToleranceMs && passed <= s.Rules[RuleId.Replay, 1] * 60_000 && unchecked((byte)(access - last)) >= HalfTurn;
    }
}
