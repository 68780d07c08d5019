using System.Collections.Immutable;
using System.Globalization;
using Sluice.Metering.Events;
using Sluice.Metering.Storage;

namespace Sluice.Api.Live;

/// <summary>Tells what a feed is about: makes messages of what changed.</summary>
internal interface ILiveSource
{
    /// <summary>What to collect.</summary>
    LiveSubscription Subscribe();

    /// <summary>How things stand now: what a subscriber begins with that has missed something.</summary>
    ValueTask<LiveMessage> SnapshotAsync(CancellationToken ct);

    /// <summary>Messages that go out with every packet: telegrams, events.</summary>
    ValueTask<IReadOnlyList<LiveMessage>> AtOnceAsync(LiveSignal signal, CancellationToken ct);

    /// <summary>Takes note of what changed, for <see cref="ProgressAsync"/>.</summary>
    /// <returns>True when there is something to tell.</returns>
    bool Note(LiveSignal signal);

    /// <summary>Messages about what was noted since the last call, with how it stands now.</summary>
    ValueTask<IReadOnlyList<LiveMessage>> ProgressAsync(CancellationToken ct);
}

/// <summary>One stream of packets for many subscribers: looks at the stores once an interval, makes one buffer, offers it to all. Keeps the last packets for those who come back.</summary>
internal sealed class LiveFeed
{
    private readonly Lock gate = new();
    private readonly ILiveSource source;
    private readonly LiveSubscription signals;
    private readonly LiveOptions options;
    private readonly TimeProvider clock;
    private readonly string epoch = Guid.NewGuid().ToString("N")[..8];
    private readonly Queue<(long Number, LivePacket Packet)> kept = new();
    private readonly CancellationTokenSource stopping = new();
    private ImmutableArray<LiveSubscriber> subscribers = [];
    private long number;
    private int keptBytes;
    private long emptySince;

    public LiveFeed(ILiveSource source, LiveOptions options, TimeProvider clock)
    {
        this.source = source;
        signals = source.Subscribe();   // now: what changes after the first snapshot must not be missed
        this.options = options;
        this.clock = clock;
        emptySince = clock.GetTimestamp();
    }

    /// <summary>True when nobody has listened for so long that it can go.</summary>
    public bool IsLeft
    {
        get
        {
            lock (gate) return subscribers.IsEmpty && clock.GetElapsedTime(emptySince) >= options.Linger;
        }
    }

    /// <summary>Lets a subscriber in; it gets nothing before <see cref="BeginAsync"/>, and everything from now on after it.</summary>
    /// <returns>What it missed since the id it names; null: that is not known any more.</returns>
    public (IReadOnlyList<LivePacket>? Missed, string Id) Add(LiveSubscriber subscriber, string? lastId)
    {
        lock (gate)
        {
            subscribers = subscribers.Add(subscriber);
            return (Missed(lastId), IdOf(number));
        }
    }

    /// <summary>Begins the stream: with what was missed, or with how things stand.</summary>
    public async ValueTask BeginAsync(LiveSubscriber subscriber, IReadOnlyList<LivePacket>? missed, string id, CancellationToken ct) =>
        subscriber.Begin(missed ?? [new LivePacket(id, [await source.SnapshotAsync(ct)])]);

    public void Remove(LiveSubscriber subscriber)
    {
        lock (gate)
        {
            subscribers = subscribers.Remove(subscriber);
            if (subscribers.IsEmpty) emptySince = clock.GetTimestamp();
        }
    }

    /// <summary>Ends it and all its streams.</summary>
    public void Stop(LiveEnd why)
    {
        stopping.Cancel();
        foreach (var one in subscribers) one.End(why);
    }

    /// <summary>Writes packets until it is left or stopped.</summary>
    /// <param name="leave">Takes it out of the list of feeds when it is left; false when somebody has just come.</param>
    /// <param name="faulted">Told of failures of the store, which are tried again.</param>
    public async Task RunAsync(Func<bool> leave, Action<StorageException> faulted)
    {
        var ct = stopping.Token;
        using var collecting = signals;
        var (isDue, isReset, lastProgress, lastSent) = (false, false, (long?)null, clock.GetTimestamp());
        try
        {
            while (!leave())
            {
                var untilHeartbeat = options.Heartbeat - clock.GetElapsedTime(lastSent);
                var untilProgress = isDue && lastProgress is { } last ? options.Progress - clock.GetElapsedTime(last) : isDue ? TimeSpan.Zero : options.Heartbeat;
                var patience = untilProgress < untilHeartbeat ? untilProgress : untilHeartbeat;
                if (patience > TimeSpan.Zero) await signals.WaitAsync(patience, clock, ct);
                try
                {
                    var signal = signals.Take();
                    isDue |= source.Note(signal);
                    var messages = new List<LiveMessage>();
                    if (signal.Overflow || isReset) messages.Add(await source.SnapshotAsync(ct));
                    isReset = false;
                    messages.AddRange(await source.AtOnceAsync(signal, ct));
                    if (isDue && (lastProgress is null || clock.GetElapsedTime(lastProgress.Value) >= options.Progress))
                    {
                        messages.AddRange(await source.ProgressAsync(ct));
                        (isDue, lastProgress) = (false, clock.GetTimestamp());
                    }
                    if (messages.Count > 0 || clock.GetElapsedTime(lastSent) >= options.Heartbeat)
                    {
                        Send(messages);
                        lastSent = clock.GetTimestamp();
                    }
                    if (options.Interval > TimeSpan.Zero) await Task.Delay(options.Interval, clock, ct);
                }
                catch (StorageException e)
                {
                    faulted(e);
                    Reset();
                    (isDue, isReset) = (true, true);
                    await Task.Delay(options.Progress > TimeSpan.Zero ? options.Progress : TimeSpan.FromSeconds(1), clock, ct);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void Send(List<LiveMessage> messages)
    {
        LivePacket packet;
        ImmutableArray<LiveSubscriber> all;
        lock (gate)
        {
            packet = new(IdOf(messages.Count > 0 ? ++number : number), messages);
            if (messages.Count > 0)
            {
                kept.Enqueue((number, packet));
                keptBytes += packet.Sse.Length;
                while (kept.Count > options.MaxReplay || keptBytes > options.MaxReplayBytes) keptBytes -= kept.Dequeue().Packet.Sse.Length;
            }
            all = subscribers;
        }
        foreach (var one in all) one.Offer(packet);
    }

    /// <summary>Something could not be told: whoever resumes begins anew.</summary>
    private void Reset()
    {
        lock (gate)
        {
            kept.Clear();
            keptBytes = 0;
            number++;
        }
    }

    private IReadOnlyList<LivePacket>? Missed(string? lastId)
    {
        if (lastId is null || !lastId.StartsWith($"{epoch}-", StringComparison.Ordinal)) return null;
        if (!long.TryParse(lastId.AsSpan(epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last > number) return null;
        var first = kept.TryPeek(out var oldest) ? oldest.Number : number + 1;
        return last + 1 < first ? null : [.. kept.Where(k => k.Number > last).Select(static k => k.Packet)];
    }

    private string IdOf(long at) => string.Create(CultureInfo.InvariantCulture, $"{epoch}-{at}");
}
