using Sluice.Metering.Formats;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Storage;
using Sluice.Metering.Validation;
using Sluice.WMBus;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Telegrams;

/// <summary>The one way in: receive, decode, find the society, keep telegram and reading together. Live receivers, deliveries over HTTP, phones, imports and re-decoding all run through it.</summary>
/// <remarks>Safe for use from many threads. Memory is bounded: at most <see cref="IntakeOptions.MaxDeliveries"/> deliveries of
/// <see cref="IntakeOptions.MaxBatch"/> telegrams are handled at a time, further callers wait.</remarks>
public sealed partial class Intake : IAsyncDisposable
{
    private readonly TelegramDecoder decoder;
    private readonly IIntakeStore store;
    private readonly ITelegramArchive archive;
    private readonly IFormatStore formats;
    private readonly MeterDirectory meters;
    private readonly SocietyDirectory societies;
    private readonly RuleDirectory rules;
    private readonly TimeProvider clock;
    private readonly IntakeOptions options;
    private readonly SemaphoreSlim places;
    private readonly HealQueue queue = new();
    private readonly CancellationTokenSource stopping = new();
    private int meterChanges;

    /// <param name="decoder">Decodes; its formats learn, its keys grow by <see cref="AddKeys"/>.</param>
    /// <param name="store">Keeps telegrams and readings.</param>
    /// <param name="archive">Lists telegrams that wait.</param>
    /// <param name="formats">Keeps what the decoder learns.</param>
    /// <param name="meters">Knows whose a meter is.</param>
    /// <param name="societies">Knows the societies' settings.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">Bounds; null: the defaults.</param>
    /// <param name="rules">Knows the societies' rules; null: the documented ones for all.</param>
    public Intake(
        TelegramDecoder decoder, IIntakeStore store, ITelegramArchive archive, IFormatStore formats, MeterDirectory meters, SocietyDirectory societies,
        TimeProvider clock, IntakeOptions? options = null, RuleDirectory? rules = null)
    {
        this.decoder = decoder;
        this.store = store;
        this.archive = archive;
        this.formats = formats;
        this.meters = meters;
        this.societies = societies;
        this.clock = clock;
        this.rules = rules ?? new();
        this.options = options ?? new();
        places = new(this.options.MaxDeliveries);
    }

    /// <summary>Called after every live delivery is on disk, with what became of it: for events. Must be quick and must not throw.</summary>
    public event Action<IntakeResult>? Kept;

    /// <summary>Takes a delivery in. Returns when its telegrams and readings are on disk.</summary>
    /// <param name="received">At most <see cref="IntakeOptions.MaxBatch"/> telegrams, in the order heard.</param>
    /// <param name="context">Who delivers, and on what occasion.</param>
    /// <param name="ct">Ends the waiting for a place. Once it has one, a delivery is handled to its end.</param>
    /// <exception cref="StorageException">The store could not take it; nothing of it is kept and nothing is acknowledged.</exception>
    public async ValueTask<IntakeReceipt> ReceiveAsync(IReadOnlyList<ReceivedTelegram> received, ArrivalContext context, CancellationToken ct) =>
        (await TakeInAsync(received, _ => context, ct)).Receipt;

    /// <inheritdoc cref="ReceiveAsync"/>
    /// <param name="received">At most <see cref="IntakeOptions.MaxBatch"/> telegrams, in the order heard.</param>
    /// <param name="contextOf">Who delivers the telegram at an index, and on what occasion.</param>
    /// <param name="ct">Ends the waiting for a place.</param>
    /// <returns>What became of each.</returns>
    public async ValueTask<IntakeResult> TakeInAsync(IReadOnlyList<ReceivedTelegram> received, Func<int, ArrivalContext> contextOf, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(received.Count, IntakeOptions.MaxBatch);
        await places.WaitAsync(ct);
        try
        {
            return await HandleAsync(received, contextOf);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Adds keys to the decoder and decodes again what they may open, in the background.</summary>
    public void AddKeys(IEnumerable<MeterKey> keys)
    {
        foreach (var key in keys)
        {
            decoder.Keys.Add(key);
            Interlocked.Increment(ref meterChanges);
            queue.AddSerial(key.Serial);
        }
    }

    /// <summary>Stops the background work. Deliveries under way go on; wait for them before closing the store.</summary>
    public async ValueTask DisposeAsync()
    {
        decoder.Formats.Learned -= OnLearned;
        meters.Added -= OnMetersAdded;
        await stopping.CancelAsync();
        if (worker is not null) await worker;
        stopping.Dispose();
        places.Dispose();
        queue.Dispose();
    }

    private async Task<IntakeResult> HandleAsync(IReadOnlyList<ReceivedTelegram> received, Func<int, ArrivalContext> contextOf)
    {
        var now = clock.GetUtcNow();
        var changesBefore = Volatile.Read(ref meterChanges);
        var all = new IntakeItem?[received.Count];
        var items = new List<IntakeItem>(received.Count);
        for (var i = 0; i < all.Length; i++)
        {
            var telegram = received[i];
            if (!telegram.Error.IsNone || telegram.Bytes.Length is 0 or > TelegramArrival.MaxBytes) continue;
            items.Add(all[i] = Decode(0, Arrival(telegram, contextOf(i), now), OwnKey(telegram)));
        }
        var kept = items.Count == 0 ? [] : await store.CommitAsync(items, CancellationToken.None);
        QueueWhatCameTooEarly(items, changesBefore != Volatile.Read(ref meterChanges));
        var result = new IntakeResult(IntakeReceipt.Of(kept, received.Count - kept.Count), all, Spread(all, kept));
        Kept?.Invoke(result);
        return result;
    }

    /// <summary>The outcomes at the places of their items.</summary>
    private static IReadOnlyList<IntakeOutcome> Spread(IntakeItem?[] all, IReadOnlyList<IntakeOutcome> kept)
    {
        if (kept.Count == all.Length) return kept;
        var spread = new IntakeOutcome[all.Length];
        for (int i = 0, k = 0; i < all.Length; i++)
            if (all[i] is not null) spread[i] = kept[k++];
        return spread;
    }

    private static TelegramArrival Arrival(ReceivedTelegram telegram, ArrivalContext context, DateTimeOffset now) => new(
        telegram.Bytes, now, telegram.Format, telegram.RssiDbm,
        telegram.Device is { Length: > TelegramArrival.MaxReceiver } name ? name[..TelegramArrival.MaxReceiver] : telegram.Device,
        telegram.HeardAt)
    {
        Context = context,
    };

    private static MeterKey? OwnKey(ReceivedTelegram telegram)
    {
        Span<byte> key = stackalloc byte[16];
        return telegram.Key is { } hex && MeterKey.TryParseHex(hex, key) ? new(serial: null, key, name: telegram.Name ?? "") : null;
    }
}
