using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Events;

/// <summary>What a subscription collects.</summary>
[Flags]
public enum LiveTopics
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>That there are new readings.</summary>
    Readings = 1,

    /// <summary>That there are new events.</summary>
    Events = 2,

    /// <summary>Which rounds changed, and which of their meters.</summary>
    Sessions = 4,

    /// <summary>Which jobs changed.</summary>
    Jobs = 8,

    /// <summary>The telegrams themselves.</summary>
    Telegrams = 16,
}

/// <summary>What a subscription collected since it was taken last.</summary>
public sealed record LiveSignal
{
    /// <summary><see cref="LiveTopics.Readings"/> and <see cref="LiveTopics.Events"/> when there are new ones.</summary>
    public LiveTopics Topics { get; init; }

    /// <summary>The rounds that changed, each with its meters that did.</summary>
    public IReadOnlyDictionary<SessionId, IReadOnlyCollection<MeterId>> Sessions { get; init; } = new Dictionary<SessionId, IReadOnlyCollection<MeterId>>();

    /// <summary>The jobs that changed.</summary>
    public IReadOnlyCollection<JobId> Jobs { get; init; } = [];

    /// <summary>The telegrams, oldest first.</summary>
    public IReadOnlyList<HeardTelegram> Telegrams { get; init; } = [];

    /// <summary>Telegrams beyond <see cref="LiveSubscription.MaxTelegrams"/>, only counted.</summary>
    public int MoreTelegrams { get; init; }

    /// <summary>True: more changed than was remembered; look at every round, meter and job again.</summary>
    public bool Overflow { get; init; }
}

/// <summary>A telegram that was taken in.</summary>
/// <param name="Meter">Who sent it.</param>
/// <param name="At">When it was heard, UTC.</param>
/// <param name="Session">The round it was heard in; null outside rounds.</param>
/// <param name="RssiDbm">Its signal, dBm; null when the receiver does not say.</param>
/// <param name="State">What became of it.</param>
/// <param name="Quality">Of its reading; null without one.</param>
public readonly record struct HeardTelegram(MeterId Meter, DateTimeOffset At, SessionId? Session, int? RssiDbm, DecodeState State, ReadingQuality? Quality)
{
    internal static HeardTelegram Of(IntakeItem item, IntakeOutcome outcome, MeterAddress address) => new(
        MeterId.Of(address), item.Arrival.HeardAt is { } heard && heard < item.Arrival.ReceivedAt ? heard : item.Arrival.ReceivedAt,
        item.Arrival.Context.Session, item.Arrival.RssiDbm, outcome.State, outcome.Reading?.Quality ?? item.Reading?.Quality);
}
