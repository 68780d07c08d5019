using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Metering.Events;

/// <summary>Tells, within this process, what has just changed: stores tell it after their commit, subscribers get a signal and look for themselves. A signal says where to look, never what is there, so signals may come together,
/// and a needless one does no harm.</summary>
/// <remarks>Safe for use from many threads. Telling takes no time worth mentioning, whatever subscribers do: they get no call, only something to take. Memory is bounded, see <see cref="LiveSubscription"/>.</remarks>
public sealed class LiveHub
{
    private readonly ConcurrentDictionary<SocietyId, ImmutableArray<LiveSubscription>> bySociety = new();
    private ImmutableArray<LiveSubscription> ofAll = [];
    private int count;

    /// <summary>Subscriptions now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Begins to collect what changes in a society.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="topics">What of it.</param>
    /// <param name="session">Only what concerns this round, where something concerns rounds; null: all.</param>
    public LiveSubscription Subscribe(SocietyScope scope, LiveTopics topics, SessionId? session = null)
    {
        var made = new LiveSubscription(this, scope.Society, topics, session);
        bySociety.AddOrUpdate(scope.Society, static (_, made) => [made], static (_, all, made) => all.Add(made), made);
        Interlocked.Increment(ref count);
        return made;
    }

    /// <summary>Begins to collect what changes anywhere.</summary>
    public LiveSubscription Subscribe(InstallationScope scope, LiveTopics topics)
    {
        var made = new LiveSubscription(this, null, topics, null);
        ImmutableInterlocked.Update(ref ofAll, static (all, made) => all.Add(made), made);
        Interlocked.Increment(ref count);
        return made;
    }

    /// <summary>A round began or changed, or some of its meters did.</summary>
    public void SessionChanged(SocietyId society, SessionId session, IReadOnlyCollection<MeterId> meters)
    {
        foreach (var one in Of(society)) one.Note(session, meters);
    }

    /// <summary>An event was appended.</summary>
    /// <param name="society">Its society; null: the installation.</param>
    public void EventAppended(SocietyId? society)
    {
        foreach (var one in Of(society)) one.Note(LiveTopics.Events);
    }

    /// <summary>A job was added or changed.</summary>
    public void JobChanged(SocietyId? society, JobId job)
    {
        foreach (var one in Of(society)) one.Note(job);
    }

    /// <summary>Telegrams and readings were stored.</summary>
    public void Committed(IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        if (Count == 0) return;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Society is not { } society || items[i].Verdict.Meter is not { } address) continue;
            var all = Of(society);
            if (all.IsEmpty) continue;
            var heard = HeardTelegram.Of(items[i], outcomes[i], address);
            foreach (var one in all)
            {
                if (outcomes[i].IsNew) one.Note(LiveTopics.Readings);
                if (!items[i].IsEntered) one.Note(heard);
            }
        }
    }

    internal void Remove(LiveSubscription gone)
    {
        if (gone.Society is not { } society)
        {
            ImmutableInterlocked.Update(ref ofAll, static (all, gone) => all.Remove(gone), gone);
        }
        else
        {
            while (bySociety.TryGetValue(society, out var all))
            {
                var rest = all.Remove(gone);
                if (rest.IsEmpty ? bySociety.TryRemove(new(society, all)) : bySociety.TryUpdate(society, rest, all)) break;
            }
        }
        Interlocked.Decrement(ref count);
    }

    private ImmutableArray<LiveSubscription> Of(SocietyId? society)
    {
        if (Count == 0) return [];
        var all = ofAll;
        return society is { } id && bySociety.TryGetValue(id, out var own) ? all.IsEmpty ? own : all.AddRange(own) : all;
    }
}
