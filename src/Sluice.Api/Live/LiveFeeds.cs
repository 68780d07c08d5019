using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Identity;

namespace Sluice.Api.Live;

/// <summary>All feeds and who listens; says who may still be let in.</summary>
public sealed class LiveFeeds : IDisposable
{
    private readonly Lock gate = new();
    private readonly LiveOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<LiveFeeds> log;
    private readonly Dictionary<string, LiveFeed> feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly CancellationTokenRegistration registration;
    private int all;
    private bool stopped;

    /// <param name="options">Bounds.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="lifetime">Says when the server stops.</param>
    /// <param name="log">The log.</param>
    public LiveFeeds(LiveOptions options, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<LiveFeeds> log)
    {
        this.options = options;
        this.clock = clock;
        this.log = log;
        registration = lifetime.ApplicationStopping.Register(Stop);
        LiveMeters.Watch(this);
    }

    /// <summary>Streams now.</summary>
    public int Subscribers => Volatile.Read(ref all);

    /// <inheritdoc/>
    public void Dispose()
    {
        registration.Dispose();
        Stop();
    }

    /// <summary>Counts a stream in; null, with what is full, when there are too many.</summary>
    internal IDisposable? Admit(string person, SocietyId society, out string full)
    {
        lock (gate)
        {
            var (personKey, societyKey) = ($"p {person}", $"s {society.Text}");
            full = stopped ? "the server"
                : counts.GetValueOrDefault(personKey) >= options.MaxPerPerson ? $"one person or program ({options.MaxPerPerson})"
                : counts.GetValueOrDefault(societyKey) >= options.MaxPerSociety ? $"one society ({options.MaxPerSociety})"
                : all >= options.MaxInAll ? $"the server ({options.MaxInAll})" : "";
            if (full.Length > 0) return null;
            Count(personKey, 1);
            Count(societyKey, 1);
            all++;
            return new Place(() =>
            {
                lock (gate)
                {
                    Count(personKey, -1);
                    Count(societyKey, -1);
                    all--;
                }
            });
        }
    }

    /// <summary>Lets a subscriber into the feed of this name, which is made when it is not there.</summary>
    internal (LiveFeed Feed, IReadOnlyList<LivePacket>? Missed, string Id) Join(string name, Func<ILiveSource> make, LiveSubscriber subscriber, string? lastId)
    {
        lock (gate)
        {
            if (!feeds.TryGetValue(name, out var feed))
            {
                feeds.Add(name, feed = new(make(), options, clock));
                var made = feed;
                _ = Task.Run(() => made.RunAsync(() => TryLeave(name, made), e => log.LogError("Live streams wait: {Message}", e.Message)));
            }
            var (missed, id) = feed.Add(subscriber, lastId);
            if (stopped) subscriber.End(LiveEnd.Stopping);
            return (feed, missed, id);
        }
    }

    private bool TryLeave(string name, LiveFeed feed)
    {
        lock (gate) return feed.IsLeft && feeds.Remove(name);
    }

    private void Stop()
    {
        LiveFeed[] running;
        lock (gate)
        {
            stopped = true;
            running = [.. feeds.Values];
            feeds.Clear();
        }
        foreach (var feed in running) feed.Stop(LiveEnd.Stopping);
    }

    private void Count(string key, int by)
    {
        var now = counts.GetValueOrDefault(key) + by;
        if (now == 0) counts.Remove(key);
        else counts[key] = now;
    }

    private sealed class Place(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
