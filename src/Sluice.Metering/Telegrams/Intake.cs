using Sluice.Metering.Formats;
using Sluice.Metering.Readings;
using Sluice.Metering.Storage;
using Sluice.WMBus;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Telegrams;

/// <summary>The one way in: receive, archive, decode, store the reading. Live receivers, deliveries over HTTP, re-decoding and the backlog after a crash all run through it.</summary>
/// <remarks>Safe for use from many threads. Memory is bounded: at most <see cref="IntakeOptions.MaxDeliveries"/> deliveries of
/// <see cref="IntakeOptions.MaxBatch"/> telegrams are handled at a time, further callers wait.</remarks>
public sealed partial class Intake : IAsyncDisposable
{
    private readonly TelegramDecoder decoder;
    private readonly ITelegramArchive archive;
    private readonly IReadingStore readings;
    private readonly IFormatStore formats;
    private readonly TimeProvider clock;
    private readonly IntakeOptions options;
    private readonly SemaphoreSlim places;
    private readonly HealQueue queue = new();
    private readonly CancellationTokenSource stopping = new();
    private int keyChanges;

    /// <param name="decoder">Decodes; its formats learn, its keys grow by <see cref="AddKeys"/>.</param>
    /// <param name="archive">Keeps every telegram.</param>
    /// <param name="readings">Keeps the readings.</param>
    /// <param name="formats">Keeps what the decoder learns.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">Bounds; null: the defaults.</param>
    public Intake(TelegramDecoder decoder, ITelegramArchive archive, IReadingStore readings, IFormatStore formats, TimeProvider clock, IntakeOptions? options = null)
    {
        this.decoder = decoder;
        this.archive = archive;
        this.readings = readings;
        this.formats = formats;
        this.clock = clock;
        this.options = options ?? new();
        places = new(this.options.MaxDeliveries);
    }

    /// <summary>Takes a delivery in. Returns when its telegrams are in the archive for good and, unless the store failed in between, decoded and stored.</summary>
    /// <param name="received">At most <see cref="IntakeOptions.MaxBatch"/> telegrams, in the order heard.</param>
    /// <param name="ct">Ends the waiting for a place. Once archived, a delivery is handled to its end.</param>
    /// <exception cref="StorageException">The archive could not take it; nothing of it is kept and nothing is acknowledged.</exception>
    public async ValueTask<IntakeReceipt> ReceiveAsync(IReadOnlyList<ReceivedTelegram> received, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(received.Count, IntakeOptions.MaxBatch);
        await places.WaitAsync(ct);
        try
        {
            return await HandleAsync(received);
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
            Interlocked.Increment(ref keyChanges);
            queue.AddSerial(key.Serial);
        }
    }

    /// <summary>Stops the background work. Deliveries under way go on; wait for them before closing the store.</summary>
    public async ValueTask DisposeAsync()
    {
        decoder.Formats.Learned -= OnLearned;
        await stopping.CancelAsync();
        if (worker is not null) await worker;
        stopping.Dispose();
        places.Dispose();
        queue.Dispose();
    }

    private async Task<IntakeReceipt> HandleAsync(IReadOnlyList<ReceivedTelegram> received)
    {
        var now = clock.GetUtcNow();
        var fit = new List<(TelegramArrival Arrival, MeterKey? Key)>(received.Count);
        foreach (var telegram in received)
            if (telegram.Error.IsNone && telegram.Bytes.Length is > 0 and <= TelegramArrival.MaxBytes)
                fit.Add((Arrival(telegram, now), OwnKey(telegram)));
        var rejected = received.Count - fit.Count;
        if (fit.Count == 0) return IntakeReceipt.None with { Rejected = rejected };

        // From here on the caller's patience does not matter: what is archived is handled to its end.
        var ids = await archive.AppendAsync([.. fit.Select(static f => f.Arrival)], CancellationToken.None);
        try
        {
            var receipt = await DecodeAsync([.. fit.Select((f, i) => new Job(ids[i], f.Arrival, f.Key))], live: true);
            return receipt with { Rejected = rejected };
        }
        catch (StorageException e)
        {
            Faulted?.Invoke(e);
            queue.AddBacklog();
            return IntakeReceipt.None with { Received = fit.Count, Pending = fit.Count, Rejected = rejected };
        }
    }

    private static TelegramArrival Arrival(ReceivedTelegram telegram, DateTimeOffset now) => new(
        telegram.Bytes, now, telegram.Format, telegram.RssiDbm,
        telegram.Device is { Length: > TelegramArrival.MaxReceiver } name ? name[..TelegramArrival.MaxReceiver] : telegram.Device,
        telegram.HeardAt);

    private static MeterKey? OwnKey(ReceivedTelegram telegram)
    {
        Span<byte> key = stackalloc byte[16];
        return telegram.Key is { } hex && MeterKey.TryParseHex(hex, key) ? new(serial: null, key, name: telegram.Name ?? "") : null;
    }

    private sealed record Job(long Id, TelegramArrival Arrival, MeterKey? Key = null);
}
