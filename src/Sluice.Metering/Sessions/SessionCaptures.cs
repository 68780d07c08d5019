using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;

namespace Sluice.Metering.Sessions;

/// <summary>What the telegrams of a commit add to rounds.</summary>
public static class SessionCaptures
{
    /// <summary>The meters heard, by round. A telegram counts when its meter was really heard: it decoded, or its checksums hold.</summary>
    /// <param name="items">The items of the commit.</param>
    /// <param name="outcomes">What became of them.</param>
    public static IReadOnlyList<(SessionId Session, IReadOnlyList<HeardMeter> Heard)> Of(IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        Dictionary<SessionId, List<Capture>>? bySession = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Arrival.Context.Session is not { } session || Of(items[i], outcomes[i]) is not { } capture) continue;
            bySession ??= [];
            if (!bySession.TryGetValue(session, out var captures)) bySession.Add(session, captures = []);
            captures.Add(capture);
        }
        return bySession is null ? [] : [.. bySession.OrderBy(static s => s.Key.Value).Select(static s => (s.Key, TargetRules.Merge(s.Value)))];
    }

    private static Capture? Of(IntakeItem item, IntakeOutcome outcome)
    {
        if (outcome.TelegramId == 0 || item.Verdict.Meter is not { } address) return null;
        var reading = outcome.Reading ?? item.Reading;
        if (reading is null && !(item.LinkVerified && IsHeard(outcome.State))) return null;
        var arrival = item.Arrival;
        // A receiver's clock that runs ahead is not believed.
        var at = arrival.HeardAt is { } heardAt && heardAt < arrival.ReceivedAt ? heardAt : arrival.ReceivedAt;
        var heard = reading switch { null => HeardState.Captured, { Quality: ReadingQuality.Poor } => HeardState.Suspicious, _ => HeardState.Decoded };
        return new(MeterId.Of(address), heard, at, arrival.RssiDbm);
    }

    /// <summary>True for states in which the sender's address can be trusted: with valid checksums its meter was heard.</summary>
    public static bool IsHeard(DecodeState state) => state is not (DecodeState.Pending or DecodeState.Damaged or DecodeState.Truncated or DecodeState.NotWMBus or DecodeState.BadInput);
}
