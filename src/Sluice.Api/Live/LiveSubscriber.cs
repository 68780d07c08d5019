using System.Net.WebSockets;

namespace Sluice.Api.Live;

/// <summary>One stream to one caller. Never makes whoever offers a packet wait: what cannot be written now waits in its queue, and whoever takes too little is cut off.</summary>
/// <param name="send">Writes and flushes bytes.</param>
/// <param name="bytesOf">The packet's bytes in this stream's way of writing.</param>
/// <param name="options">Bounds.</param>
/// <param name="clock">The clock.</param>
internal sealed class LiveSubscriber(Func<ReadOnlyMemory<byte>, ValueTask> send, Func<LivePacket, ReadOnlyMemory<byte>> bytesOf, LiveOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Queue<LivePacket> waiting = new();
    private readonly TaskCompletionSource<LiveEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isHeld = true;
    private bool isWriting;
    private long writingSince;
    private int pending;

    /// <summary>Why it ended.</summary>
    public Task<LiveEnd> Ended => ended.Task;

    /// <summary>Lets the stream begin with these packets; what was offered before comes after them.</summary>
    public void Begin(IReadOnlyList<LivePacket> first)
    {
        LivePacket? next;
        lock (gate)
        {
            LivePacket[] all = [.. first, .. waiting];
            waiting.Clear();
            foreach (var packet in all) waiting.Enqueue(packet);
            pending = all.Sum(p => bytesOf(p).Length);
            isHeld = false;
            next = Next();
        }
        if (next is not null) _ = PumpAsync(next);
    }

    /// <summary>Writes the packet, at once or when its turn comes.</summary>
    public void Offer(LivePacket packet)
    {
        lock (gate)
        {
            if (ended.Task.IsCompleted) return;
            if (isHeld || isWriting)
            {
                pending += bytesOf(packet).Length;
                if (pending <= options.MaxPending && (!isWriting || clock.GetElapsedTime(writingSince) < options.Stall))
                {
                    waiting.Enqueue(packet);
                    return;
                }
                ended.TrySetResult(LiveEnd.Stalled);
                return;
            }
            Started();
        }
        _ = PumpAsync(packet);
    }

    /// <summary>Ends it.</summary>
    public void End(LiveEnd why) => ended.TrySetResult(why);

    /// <summary>Waits until nothing is being written, at most so long; then nothing more will be.</summary>
    public async Task QuietAsync(TimeSpan patience)
    {
        for (var waited = TimeSpan.Zero; waited < patience; waited += TimeSpan.FromMilliseconds(20))
        {
            lock (gate)
                if (!isWriting) return;
            await Task.Delay(20);
        }
    }

    private void Started()
    {
        isWriting = true;
        writingSince = clock.GetTimestamp();
    }

    private LivePacket? Next()
    {
        isWriting = false;
        if (ended.Task.IsCompleted || !waiting.TryDequeue(out var next)) return null;
        pending -= bytesOf(next).Length;
        Started();
        return next;
    }

    private async Task PumpAsync(LivePacket? packet)
    {
        try
        {
            while (packet is not null)
            {
                if (bytesOf(packet) is { IsEmpty: false } bytes) await send(bytes);
                lock (gate) packet = Next();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException or WebSocketException)
        {
            lock (gate) isWriting = false;
            End(LiveEnd.Gone);
        }
    }
}

/// <summary>Why a stream ended.</summary>
internal enum LiveEnd
{
    /// <summary>The caller went away.</summary>
    Gone = 0,

    /// <summary>The caller said goodbye.</summary>
    Closed,

    /// <summary>The caller took too little for too long.</summary>
    Stalled,

    /// <summary>The caller's token expired or was taken back, or the right was.</summary>
    NotAllowed,

    /// <summary>The server stops.</summary>
    Stopping,
}
