using Sluice.Metering.Meters;
using Sluice.Metering.Storage;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Telegrams;

public sealed partial class Intake
{
    private const int PageSize = 1_000;

    /// <summary>Telegrams that are decoded while the bringer of a key waits.</summary>
    private const int HealNow = 20_000;

    private readonly Lock learning = new();
    private readonly List<RecordFormat> learned = [];
    private Task? worker;

    /// <summary>Called with failures of the store that are retried, for the log.</summary>
    public event Action<StorageException>? Faulted;

    /// <summary>True when nothing waits to be decoded again.</summary>
    public bool IsIdle => queue.IsIdle;

    /// <summary>Loads what was learned, decodes the backlog a crash left, and begins to heal in the background. Call once, before the first delivery.</summary>
    /// <returns>How many telegrams of the backlog were handled.</returns>
    /// <exception cref="StorageException">The store cannot be read or written.</exception>
    public async Task<long> StartAsync(CancellationToken ct)
    {
        foreach (var headers in await formats.LoadAsync(ct)) decoder.Formats.Add(headers.Span);
        decoder.Formats.Learned += OnLearned;
        meters.Added += OnMetersAdded;
        var handled = await DecodeBacklogAsync(ct);
        queue.AddEverything();   // keys and formats may have come while telegrams waited
        worker = Task.Run(HealAsync, CancellationToken.None);
        return handled;
    }

    /// <summary>Adds keys and decodes at once what they may open: the first <see cref="HealNow"/> telegrams; the others in the background.</summary>
    /// <returns>How many became readings, and whether the background goes on.</returns>
    /// <exception cref="StorageException">The store failed; the keys are in use, and the telegrams stay for the background.</exception>
    public async ValueTask<(long Healed, bool GoesOn)> HealAsync(IReadOnlyCollection<MeterKey> keys, CancellationToken ct)
    {
        foreach (var key in keys) decoder.Keys.Add(key);
        Interlocked.Increment(ref meterChanges);
        long healed = 0, left = HealNow;
        foreach (var serial in keys.Select(static k => k.Serial).Distinct())
        {
            for (long after = 0; left > 0;)
            {
                var page = await archive.ListWaitingForMeterAsync(serial, after, (int)Math.Min(PageSize, left), ct);
                if (page.Count == 0) break;
                after = page[^1].Id;
                left -= page.Count;
                var outcomes = await store.CommitAsync([.. page.Select(t => Decode(t.Id, t.Arrival))], CancellationToken.None);
                healed += outcomes.Count(static o => o.IsNew);
            }
            if (left == 0) queue.AddSerial(serial);
        }
        return (healed, left == 0);
    }

    private void OnLearned(RecordFormat format)
    {
        lock (learning) learned.Add(format);
        queue.AddSignature(format.Signature);
    }

    private void OnMetersAdded(IReadOnlyList<MeterId> added)
    {
        Interlocked.Increment(ref meterChanges);
        foreach (var meter in added) queue.AddSerial(meter.Serial);
    }

    private async Task HealAsync()
    {
        var ct = stopping.Token;
        try
        {
            while (true)
            {
                var taken = await queue.TakeAsync(ct);
                try
                {
                    await HealAsync(taken, ct);
                }
                catch (StorageException e)
                {
                    Faulted?.Invoke(e);
                    await Task.Delay(options.RetryAfter, clock, ct);
                    Requeue(taken);
                }
                queue.Done();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopped. What still waits is found again at the next start.
        }
    }

    private async Task HealAsync(HealQueue.Taken taken, CancellationToken ct)
    {
        await SaveLearnedAsync(ct);
        if (taken.Backlog) await DecodeBacklogAsync(ct);
        foreach (var signature in taken.Signatures)
            await DecodeAllAsync((after, limit) => archive.ListLackingFormatAsync(signature, after, limit, ct), ct);
        if (taken.Everything)
        {
            await DecodeAllAsync((after, limit) => archive.ListLackingFormatAsync(null, after, limit, ct), ct);
            await DecodeAllAsync((after, limit) => archive.ListWaitingForMeterAsync(null, after, limit, ct), ct);
            return;
        }
        foreach (var serial in taken.Serials)
            await DecodeAllAsync((after, limit) => archive.ListWaitingForMeterAsync(serial, after, limit, ct), ct);
    }

    private void Requeue(HealQueue.Taken taken)
    {
        foreach (var signature in taken.Signatures) queue.AddSignature(signature);
        foreach (var serial in taken.Serials) queue.AddSerial(serial);
        if (taken.Everything) queue.AddEverything();
        queue.AddBacklog();
    }

    private async Task SaveLearnedAsync(CancellationToken ct)
    {
        RecordFormat[] save;
        lock (learning) save = [.. learned];
        foreach (var format in save) await formats.SaveAsync(format.Signature, format.Headers.ToArray(), clock.GetUtcNow(), ct);
        lock (learning) learned.RemoveRange(0, save.Length);
    }

    private Task<long> DecodeBacklogAsync(CancellationToken ct) => DecodeAllAsync((after, limit) => archive.ListPendingAsync(after, limit, ct), ct);

    private async Task<long> DecodeAllAsync(Func<long, int, ValueTask<IReadOnlyList<ArchivedTelegram>>> list, CancellationToken ct)
    {
        long handled = 0;
        for (long after = 0; ;)
        {
            ct.ThrowIfCancellationRequested();
            var page = await list(after, PageSize);
            if (page.Count == 0) return handled;
            after = page[^1].Id;
            handled += page.Count;
            await store.CommitAsync([.. page.Select(t => Decode(t.Id, t.Arrival))], CancellationToken.None);
        }
    }
}
