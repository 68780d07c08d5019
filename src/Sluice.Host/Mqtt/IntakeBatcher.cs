using System.Threading.Channels;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Receivers;

namespace Sluice.Host.Mqtt;

/// <summary>Puts the telegrams of many senders' messages into common commits: each message is answered when the commit it was in is on disk. When too much waits, senders wait.</summary>
internal sealed class IntakeBatcher : IAsyncDisposable
{
    private const int Workers = 3, Places = 4_096;

    private readonly Intake intake;
    private readonly Channel<Message> waiting = Channel.CreateBounded<Message>(new BoundedChannelOptions(Places) { SingleReader = false, AllowSynchronousContinuations = false });
    private readonly Task[] workers;
    private int count;

    public IntakeBatcher(Intake intake, MqttMeters meters)
    {
        this.intake = intake;
        meters.Meter.CreateObservableGauge("sluice.mqtt.waiting", () => Waiting, "{message}", "Messages of gateways that wait for their commit.");
        workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Messages that wait for their commit.</summary>
    public int Waiting => Volatile.Read(ref count);

    /// <summary>Takes a message in. Returns when all of its telegrams are on disk.</summary>
    /// <exception cref="StorageException">The store could not take it: it is not to be acknowledged.</exception>
    public async ValueTask TakeAsync(IReadOnlyList<ReceivedTelegram> telegrams, ArrivalContext context, CancellationToken ct)
    {
        for (var start = 0; start < telegrams.Count; start += IntakeOptions.MaxBatch)
        {
            var piece = telegrams.Count <= IntakeOptions.MaxBatch ? telegrams : [.. telegrams.Skip(start).Take(IntakeOptions.MaxBatch)];
            var message = new Message(piece, context);
            await waiting.Writer.WriteAsync(message, ct);
            Interlocked.Increment(ref count);
            await message.Done.Task;
        }
    }

    /// <summary>Finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync()
    {
        var messages = new List<Message>();
        var telegrams = new List<ReceivedTelegram>();
        var contexts = new List<ArrivalContext>();
        Message? next = null;
        while (next is not null || await waiting.Reader.WaitToReadAsync())
        {
            if (next is null && !waiting.Reader.TryRead(out next)) continue;
            do
            {
                if (telegrams.Count > 0 && telegrams.Count + next.Telegrams.Count > IntakeOptions.MaxBatch) break;
                messages.Add(next);
                telegrams.AddRange(next.Telegrams);
                for (var i = 0; i < next.Telegrams.Count; i++) contexts.Add(next.Context);
                next = null;
            }
            while (waiting.Reader.TryRead(out next));
            await CommitAsync(messages, telegrams, contexts);
            messages.Clear();
            telegrams.Clear();
            contexts.Clear();
        }
    }

    private async Task CommitAsync(List<Message> messages, List<ReceivedTelegram> telegrams, List<ArrivalContext> contexts)
    {
        Exception? failure = null;
        try
        {
            await intake.TakeInAsync(telegrams, i => contexts[i], CancellationToken.None);
        }
        catch (Exception e)
        {
            failure = e;   // whoever waits is told, whatever it was
        }
        Interlocked.Add(ref count, -messages.Count);
        foreach (var message in messages)
        {
            if (failure is null) message.Done.SetResult();
            else message.Done.SetException(failure);
        }
    }

    private sealed record Message(IReadOnlyList<ReceivedTelegram> Telegrams, ArrivalContext Context)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
