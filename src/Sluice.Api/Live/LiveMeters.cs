using System.Diagnostics.Metrics;

namespace Sluice.Api.Live;

/// <summary>What live streams are watched by.</summary>
internal static class LiveMeters
{
    private static readonly Meter Meter = new(Telemetry.Meters.Name);
    private static readonly Counter<long> Ends = Meter.CreateCounter<long>("sluice.live.ended", "{stream}", "Live streams that ended, by why.");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("sluice.live.refused", "{stream}", "Live streams refused because there were too many.");
    private static WeakReference<LiveFeeds>? watched;

    static LiveMeters() => Meter.CreateObservableGauge("sluice.live.subscribers", static () => watched?.TryGetTarget(out var feeds) == true ? feeds.Subscribers : 0, "{stream}", "Live streams now.");

    public static void Watch(LiveFeeds feeds)
    {
        watched = new(feeds);
        Refused.Add(0);
        foreach (var why in Enum.GetValues<LiveEnd>()) Ends.Add(0, Tag(why));
    }

    public static void Ended(LiveEnd why) => Ends.Add(1, Tag(why));

    public static void RefusedOne() => Refused.Add(1);

    private static KeyValuePair<string, object?> Tag(LiveEnd why) => new("why", why.ToString());
}
