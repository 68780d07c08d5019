using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.Ui.Browser;
using Sluice.Ui.Field.Rounds;
using Sluice.Ui.Field.Store;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Ui.Field.Readers;

/// <summary>Listens with one reader for the round in hand, whatever page is open: bytes to telegrams, telegrams to the phone's disk, and only then to the round.</summary>
public sealed class FieldStation(FieldRounds rounds, ILocation location, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>What comes within this time is written together: a strict write waits for the disk.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    /// <summary>After a write that failed.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>The most telegrams that wait for the disk; when it stays full, older ones are dropped, and said so.</summary>
    private const int MostPending = 20_000;

    private readonly TelegramDecoder decoder = new(new(), new(), DriverCatalog.Empty);
    private readonly ReaderClock readerClock = new();
    private readonly List<(RoundOnPhone Round, KeptTelegram Row, Capture Capture)> pending = [];
    private StreamReceiver receiver = new Vw1871Receiver();
    private AwayWatch away = new();
    private long damagedFrames;
    private bool writing;

    /// <summary>The reader; null: none is connected.</summary>
    public IReaderConnection? Reader { get; private set; }

    /// <summary>Telegrams with valid checksums since the reader was connected.</summary>
    public int Telegrams { get; private set; }

    /// <summary>Records that were damaged or cut off since then.</summary>
    public long Damaged => receiver.Statistics.Damaged + receiver.Statistics.Truncated + damagedFrames;

    /// <summary>The reader's battery, millivolts; null: it did not say.</summary>
    public int? BatteryMillivolts => receiver.Statistics.BatteryMillivolts;

    /// <summary>Signal of the last telegram, dBm; null: the reader does not say.</summary>
    public int? RssiDbm { get; private set; }

    /// <summary>When the last telegram came.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>What the reader lost while it was away last.</summary>
    public AwayReport? Away => away.Report;

    /// <summary>What went wrong with writing last; <see cref="WriteOutcome.Kept"/>: nothing.</summary>
    public WriteOutcome Trouble { get; private set; }

    /// <summary>Telegrams that were heard but are not on the disk yet, so do not count yet.</summary>
    public int Pending => pending.Count;

    /// <summary>Telegrams given up because the disk stayed full.</summary>
    public int Dropped { get; private set; }

    /// <summary>Raised when one of these changed.</summary>
    public event Action? Changed;

    /// <summary>Raised with the targets that were heard for the first time.</summary>
    public event Action<IReadOnlyList<SessionTarget>>? Captured;

    /// <summary>Listens with another reader.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="kind">What its bytes are.</param>
    /// <returns>False when the person chose none.</returns>
    public async Task<bool> ListenAsync(IReaderConnection reader, ReceiverKind kind)
    {
        await StopAsync();
        (receiver, away, Telegrams, damagedFrames, RssiDbm, LastAt) = (StreamReceiver.Create(kind), new(), 0, 0, null, null);
        reader.Received += Take;
        reader.Changed += Follow;
        Reader = reader;
        if (await reader.ConnectAsync()) return true;
        await StopAsync();
        return false;
    }

    /// <summary>Closes the reader.</summary>
    public async Task StopAsync()
    {
        if (Reader is not { } reader) return;
        Reader = null;
        reader.Received -= Take;
        reader.Changed -= Follow;
        await reader.DisposeAsync();
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private void Follow()
    {
        if (Reader is not { } reader) return;
        // The stream was cut: what is incomplete stays so.
        if (reader.State == ReaderState.Lost) receiver.Complete(Hear);
        away.Set(reader.State, clock.GetUtcNow());
        Changed?.Invoke();
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        away.Take(bytes.Length, clock.GetUtcNow());
        receiver.Push(bytes.Span, Hear);
        if (pending.Count > 0) _ = WriteAsync();
        Changed?.Invoke();
    }

    private void Hear(ReceivedTelegram received)
    {
        var now = clock.GetUtcNow();
        away.Heard(received.ReceiverClockSeconds, now);
        if (!received.Error.IsNone || rounds.Open is not { Session.Status: SessionStatus.Active } round) return;
        // No key is needed: the link layer says who sent it, and its checksums that this is true.
        var telegram = decoder.Decode(received.Bytes.Span, received.Format);
        var isGenuine = telegram.LinkVerified || received.Format == FrameFormat.Stripped;
        if (telegram.Address is not { } address || !isGenuine || !SessionCaptures.IsHeard(DecodeStates.FromError(telegram.Error.Code)))
        {
            damagedFrames++;
            return;
        }
        Telegrams++;
        (RssiDbm, LastAt) = (received.RssiDbm, now);
        var at = readerClock.HeardAt(now, received.ReceiverClockSeconds);
        if (pending.Count >= MostPending)
        {
            Dropped++;
            return;
        }
        var row = new KeptTelegram
        {
            Round = round.Session.Id.ToString(),
            At = at.ToUnixTimeMilliseconds(),
            Hex = Convert.ToHexString(received.Bytes.Span),
            Rssi = received.RssiDbm,
            Device = received.Device ?? Reader?.Name,
            Lat = location.Now?.Lat,
            Lng = location.Now?.Lng,
        };
        pending.Add((round, row, new(MeterId.Of(address), HeardState.Captured, at, received.RssiDbm)));
    }

    private async Task WriteAsync()
    {
        if (writing) return;
        writing = true;
        try
        {
            while (pending.Count > 0)
            {
                await Task.Delay(Gather, clock);
                var round = pending[0].Round;
                var batch = pending.TakeWhile(p => p.Round.Session.Id == round.Session.Id).ToList();
                var (outcome, changed) = await rounds.CaptureAsync(round, [.. batch.Select(static p => p.Row)], [.. batch.Select(static p => p.Capture)]);
                Trouble = outcome;
                if (outcome == WriteOutcome.Kept)
                {
                    pending.RemoveRange(0, batch.Count);
                    if (changed.Count > 0) Captured?.Invoke(changed);
                }
                else
                {
                    await Task.Delay(Again, clock);
                }
                Changed?.Invoke();
            }
        }
        finally
        {
            writing = false;
        }
    }
}
