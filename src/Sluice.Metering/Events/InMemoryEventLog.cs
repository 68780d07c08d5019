using Sluice.Metering.Identity;

namespace Sluice.Metering.Events;

/// <summary>Events and followers in memory, for tests and the phone: every promise but surviving the process.</summary>
/// <param name="clock">The clock.</param>
/// <param name="live">Told what was appended; null: nobody.</param>
public sealed class InMemoryEventLog(TimeProvider clock, LiveHub? live = null) : IEventLog, IFollowerStore
{
    private readonly Lock gate = new();
    private readonly List<StoredEvent> events = [];
    private readonly HashSet<string> keys = [];
    private readonly Dictionary<string, long> followers = [];
    private long last;

    public ValueTask<bool> AppendAsync(SocietyScope scope, NewEvent happened, CancellationToken ct) => new(Append(scope.Society, happened));

    public ValueTask<bool> AppendAsync(InstallationScope scope, NewEvent happened, CancellationToken ct) => new(Append(null, happened));

    public ValueTask<FeedPage<StoredEvent>> ListAsync(SocietyScope scope, long after, int limit, CancellationToken ct) => new(List(e => e.Society == scope.Society, after, limit));

    public ValueTask<FeedPage<StoredEvent>> ListAsync(InstallationScope scope, long after, int limit, CancellationToken ct) => new(List(static _ => true, after, limit));

    public ValueTask<long> LastAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (gate) return new(events.FindLast(e => e.Society == scope.Society)?.Sequence ?? 0);
    }

    public ValueTask<long> LastAsync(InstallationScope scope, CancellationToken ct)
    {
        lock (gate) return new(events.Count > 0 ? events[^1].Sequence : 0);
    }

    public ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset before, CancellationToken ct)
    {
        lock (gate)
        {
            var kept = events.FindIndex(e => e.At >= before);
            var gone = kept < 0 ? events.Count : kept;
            events.RemoveRange(0, gone);
            return new(gone);
        }
    }

    public ValueTask<long?> FindAsync(InstallationScope worker, string name, CancellationToken ct)
    {
        lock (gate) return new(followers.TryGetValue(name, out var through) ? through : null);
    }

    public ValueTask SaveAsync(InstallationScope worker, string name, long through, CancellationToken ct)
    {
        FollowerRules.ThrowIfBadName(name);
        lock (gate) followers[name] = through;
        return default;
    }

    /// <summary>Appends for the store that changes something.</summary>
    internal bool Append(SocietyId? society, NewEvent happened)
    {
        happened.ThrowIfUnfit();
        lock (gate)
        {
            if (happened.Key is { } key && !keys.Add(key)) return false;
            events.Add(new() { Sequence = ++last, Society = society, Type = happened.Type, Subject = happened.Subject, At = Timestamps.Stored(clock.GetUtcNow()), Data = happened.Data });
        }
        live?.EventAppended(society);
        return true;
    }

    private FeedPage<StoredEvent> List(Predicate<StoredEvent> wanted, long after, int limit)
    {
        FollowerRules.ThrowIfBadLimit(limit, IEventLog.MaxPage);
        lock (gate) return FeedPage<StoredEvent>.Of([.. events.Where(e => e.Sequence > after && wanted(e)).Take(limit + 1)], after, limit, static e => e.Sequence);
    }
}
