using Sluice.Api.Sessions;
using Sluice.Contracts;
using Sluice.Contracts.Events;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Live;

/// <summary>A round: its progress with the meters that changed, its telegrams, its events.</summary>
/// <param name="scope">The society, for a worker.</param>
/// <param name="id">The round.</param>
/// <param name="stores">What is looked at.</param>
internal sealed class SessionSource(SocietyScope scope, SessionId id, LiveStores stores) : ILiveSource
{
    /// <summary>Meters of one message.</summary>
    private const int MaxMeters = 200;

    private readonly HashSet<MeterId> changed = [];
    private readonly EventTail tail = new(stores.Events, scope);

    public LiveSubscription Subscribe() => stores.Hub.Subscribe(scope, LiveTopics.Sessions | LiveTopics.Telegrams | LiveTopics.Events, id);

    public async ValueTask<LiveMessage> SnapshotAsync(CancellationToken ct)
    {
        var last = await tail.LastAsync(ct);
        return LiveMessage.Of("reset", new LiveResetDto { LastEvent = last, Progress = await ProgressDtoAsync(ct) }, WireJson.Default.LiveResetDto);
    }

    public async ValueTask<IReadOnlyList<LiveMessage>> AtOnceAsync(LiveSignal signal, CancellationToken ct)
    {
        var messages = new List<LiveMessage>();
        if (LiveWire.Telegrams(signal) is { } telegrams) messages.Add(telegrams);
        if (signal.Topics.HasFlag(LiveTopics.Events)) messages.AddRange(await tail.ReadAsync(e => e.Subject == id.ToString(), ct));
        return messages;
    }

    public bool Note(LiveSignal signal)
    {
        if (!signal.Sessions.TryGetValue(id, out var meters)) return signal.Overflow;
        changed.UnionWith(meters);
        return true;
    }

    public async ValueTask<IReadOnlyList<LiveMessage>> ProgressAsync(CancellationToken ct)
    {
        var messages = new List<LiveMessage>();
        var meters = changed.ToArray();
        var targets = new List<TargetDto>();
        foreach (var meter in meters)
            if (await stores.Sessions.FindTargetAsync(scope, id, meter, ct) is { } target) targets.Add(SessionWire.ToDto(target));
        messages.AddRange(targets.Chunk(MaxMeters).Select(static some => LiveMessage.Of("meters", new LiveMetersDto { Meters = some }, WireJson.Default.LiveMetersDto)));
        if (await ProgressDtoAsync(ct) is { } progress) messages.Add(LiveMessage.Of("progress", progress, WireJson.Default.SessionProgressDto));   // last: who has it has its meters, too
        changed.ExceptWith(meters);
        return messages;
    }

    private async ValueTask<SessionProgressDto?> ProgressDtoAsync(CancellationToken ct) => await stores.Sessions.FindAsync(scope, id, ct) is { } session
        ? SessionWire.ToDto(session, await stores.Sessions.CountByTowerAsync(scope, id, ct), flats: null, stores.Clock.GetUtcNow())
        : null;
}
