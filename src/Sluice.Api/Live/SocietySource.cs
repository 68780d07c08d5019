using Sluice.Api.Jobs;
using Sluice.Api.Sessions;
using Sluice.Contracts;
using Sluice.Contracts.Events;
using Sluice.Contracts.Jobs;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Live;

/// <summary>A society: its telegrams, the progress of rounds and jobs, its events; only what its subscribers may see.</summary>
/// <param name="scope">The society, for a worker.</param>
/// <param name="view">What its subscribers may see.</param>
/// <param name="stores">What is looked at.</param>
internal sealed class SocietySource(SocietyScope scope, LiveView view, LiveStores stores) : ILiveSource
{
    /// <summary>Rounds and jobs of one message, and active rounds of a snapshot.</summary>
    private const int MaxItems = 200;

    private readonly HashSet<SessionId> rounds = [];
    private readonly HashSet<JobId> jobs = [];
    private readonly EventTail tail = new(stores.Events, scope);

    public LiveSubscription Subscribe() => stores.Hub.Subscribe(scope, LiveTopics.Sessions | LiveTopics.Telegrams | LiveTopics.Events | LiveTopics.Jobs);

    public async ValueTask<LiveMessage> SnapshotAsync(CancellationToken ct)
    {
        var last = await tail.LastAsync(ct);
        var active = await stores.Sessions.ListAsync(scope, new(SessionStatus.Active), null, MaxItems, ct);
        return LiveMessage.Of("reset", new LiveResetDto { LastEvent = last, Sessions = [.. active.Items.Select(LiveWire.ToDto)] }, WireJson.Default.LiveResetDto);
    }

    public async ValueTask<IReadOnlyList<LiveMessage>> AtOnceAsync(LiveSignal signal, CancellationToken ct)
    {
        var messages = new List<LiveMessage>();
        if (LiveWire.Telegrams(signal) is { } telegrams) messages.Add(telegrams);
        if (signal.Topics.HasFlag(LiveTopics.Events)) messages.AddRange(await tail.ReadAsync(e => view.Shows(e.Type), ct));
        return messages;
    }

    public bool Note(LiveSignal signal)
    {
        rounds.UnionWith(signal.Sessions.Keys);
        jobs.UnionWith(signal.Jobs);
        return rounds.Count + jobs.Count > 0;
    }

    public async ValueTask<IReadOnlyList<LiveMessage>> ProgressAsync(CancellationToken ct)
    {
        var messages = new List<LiveMessage>();
        var (some, others) = (rounds.Take(MaxItems).ToArray(), jobs.Take(MaxItems).ToArray());
        var progress = new List<LiveSessionDto>();
        foreach (var id in some)
            if (await stores.Sessions.FindAsync(scope, id, ct) is { } session) progress.Add(LiveWire.ToDto(session));
        if (progress.Count > 0) messages.Add(LiveMessage.Of("sessions", new LiveSessionsDto { Sessions = progress }, WireJson.Default.LiveSessionsDto));
        var work = new List<JobDto>();
        foreach (var id in others)
            if (await stores.Jobs.FindAsync(scope, id, ct) is { } job && view.Shows(job)) work.Add(JobWire.ToDto(job with { Result = null }));
        if (work.Count > 0) messages.Add(LiveMessage.Of("jobs", new LiveJobsDto { Jobs = work }, WireJson.Default.LiveJobsDto));
        rounds.ExceptWith(some);
        jobs.ExceptWith(others);
        return messages;
    }
}
