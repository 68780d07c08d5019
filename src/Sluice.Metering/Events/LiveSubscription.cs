using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Metering.Events;

/// <summary>Collects what changes until it is taken. For one reader, which takes at its own pace: what came meanwhile comes together. Dispose ends it.</summary>
/// <remarks>Remembers at most <see cref="MaxChanges"/> meters, rounds and jobs together, then only that there were more; at most <see cref="MaxTelegrams"/> telegrams, then only how many.</remarks>
public sealed class LiveSubscription : IDisposable
{
    /// <summary>The most meters, rounds and jobs remembered.</summary>
    public const int MaxChanges = 2_000;

    /// <summary>The most telegrams remembered.</summary>
    public const int MaxTelegrams = 200;

    private readonly Lock gate = new();
    private readonly LiveHub hub;
    private readonly LiveTopics wanted;
    private readonly SessionId? session;
    private Dictionary<SessionId, HashSet<MeterId>> sessions = [];
    private HashSet<JobId> jobs = [];
    private List<HeardTelegram> telegrams = [];
    private TaskCompletionSource something = New();
    private LiveTopics topics;
    private int changes, moreTelegrams;
    private bool overflow, disposed;

    internal LiveSubscription(LiveHub hub, SocietyId? society, LiveTopics wanted, SessionId? session)
    {
        this.hub = hub;
        Society = society;
        this.wanted = wanted;
        this.session = session;
    }

    /// <summary>The society; null: all.</summary>
    internal SocietyId? Society { get; }

    /// <summary>Waits until there is something to take; returns at once when there is.</summary>
    public Task WaitAsync(CancellationToken ct)
    {
        lock (gate) return something.Task.WaitAsync(ct);
    }

    /// <summary>As above, but at most so long.</summary>
    /// <returns>False when nothing came.</returns>
    public async Task<bool> WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken ct)
    {
        Task waiting;
        lock (gate) waiting = something.Task;
        if (waiting.IsCompleted) return true;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(waiting, Task.Delay(patience, clock, ending.Token));
        await ending.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return waiting.IsCompleted;
    }

    /// <summary>Takes what was collected; empty when nothing was.</summary>
    public LiveSignal Take()
    {
        lock (gate)
        {
            var taken = new LiveSignal
            {
                Topics = topics,
                Sessions = sessions.ToDictionary(static s => s.Key, static s => (IReadOnlyCollection<MeterId>)s.Value),
                Jobs = jobs,
                Telegrams = telegrams,
                MoreTelegrams = moreTelegrams,
                Overflow = overflow,
            };
            (topics, sessions, jobs, telegrams, moreTelegrams, overflow, changes) = (LiveTopics.None, [], [], [], 0, false, 0);
            if (something.Task.IsCompleted && !disposed) something = New();
            return taken;
        }
    }

    /// <summary>Ends it; who waits goes on.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            something.TrySetResult();
        }
        hub.Remove(this);
    }

    internal void Note(LiveTopics topic)
    {
        if ((wanted & topic) == LiveTopics.None) return;
        lock (gate)
        {
            topics |= topic;
            something.TrySetResult();
        }
    }

    internal void Note(SessionId changed, IReadOnlyCollection<MeterId> meters)
    {
        if ((wanted & LiveTopics.Sessions) == LiveTopics.None || (session is { } only && only != changed)) return;
        lock (gate)
        {
            something.TrySetResult();
            if (!sessions.TryGetValue(changed, out var known))
            {
                if (!Room()) return;
                sessions.Add(changed, known = []);
            }
            foreach (var meter in meters)
                if (!known.Contains(meter) && Room()) known.Add(meter);
        }
    }

    internal void Note(JobId changed)
    {
        if ((wanted & LiveTopics.Jobs) == LiveTopics.None) return;
        lock (gate)
        {
            something.TrySetResult();
            if (!jobs.Contains(changed) && Room()) jobs.Add(changed);
        }
    }

    internal void Note(in HeardTelegram heard)
    {
        if ((wanted & LiveTopics.Telegrams) == LiveTopics.None || (session is { } only && only != heard.Session)) return;
        lock (gate)
        {
            something.TrySetResult();
            if (telegrams.Count < MaxTelegrams) telegrams.Add(heard);
            else moreTelegrams++;
        }
    }

    private bool Room()
    {
        if (changes == MaxChanges) overflow = true;
        else changes++;
        return !overflow;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
