using System.Buffers;
using Sluice.WMBus;
using Sluice.WMBus.FastPath;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Cli.Decode;

/// <summary>Decodes received telegrams and writes them in order, one output each.</summary>
/// <remarks>A compact frame of an unknown format waits for the full frame that explains it, and what comes after it waits behind it: at most
/// <see cref="MaximumHeld"/> outputs, so that memory does not grow with the input.</remarks>
internal sealed class DecodeRun(TelegramDecoder decoder, DecodeOutput format, Stream output, TimeProvider clock)
{
    /// <summary>Two minutes of a large society.</summary>
    public const int MaximumHeld = 4096;

    private const int FlushAt = 1 << 16;

    private readonly ArrayBufferWriter<byte> buffer = new(2 * FlushAt);
    private readonly Queue<Held> held = new();
    private readonly RepeatFilter repeats = new();
    private readonly Dictionary<string, MeterKey> keys = [];
    private readonly JsonDecoder? fast = format is JsonOutput ? new(decoder) : null;
    private DateTimeOffset now = clock.GetUtcNow();

    /// <summary>Telegrams taken.</summary>
    public long Count { get; private set; }

    /// <summary>Telegrams that gave no reading.</summary>
    public long Undecoded { get; private set; }

    /// <summary>Takes the next telegram.</summary>
    public void Take(ReceivedTelegram received)
    {
        Count++;
        if (TryTakeFast(received)) return;
        var decoded = received.Error.IsNone ? decoder.Decode(received.Bytes.Span, received.Format, KeyOf(received)) : null;
        var reception = new Reception(received.HeardAt ?? now, received.Device, received.RssiDbm, received.Name, decoded is not null && repeats.IsRepeat(decoded.Identity));
        if (decoded is { Error.Code: DecodeErrorCode.UnknownFormat })
        {
            Hold(new(received, decoded, reception));
            return;
        }
        if (held.Count == 0) Write(buffer, received, decoded, reception);
        else Hold(new(received, decoded, reception));
        if (decoded is { TaughtFormat: true }) RetryHeld();
        if (buffer.WrittenCount >= FlushAt) Flush();
    }

    /// <summary>Writes what is ready.</summary>
    public void Flush()
    {
        if (buffer.WrittenCount > 0)
        {
            output.Write(buffer.WrittenSpan);
            output.Flush();
            buffer.ResetWrittenCount();
        }
        now = clock.GetUtcNow();
    }

    /// <summary>Writes everything held back, decoded or not.</summary>
    public void Release()
    {
        while (held.Count > 0) WriteHead();
        Flush();
    }

    /// <summary>The input has ended.</summary>
    public void Finish()
    {
        Release();
        format.Finish(buffer);
        Flush();
    }

    /// <summary>The bulk of the traffic: straight from bytes to JSON.</summary>
    private bool TryTakeFast(ReceivedTelegram received)
    {
        if (fast is null || held.Count > 0 || received.Key is not null || !fast.TryOpen(received.Bytes.Span, received.Format, out var identity)) return false;
        fast.Write(buffer, new(received.HeardAt ?? now, received.Device, received.RssiDbm, received.Name, repeats.IsRepeat(identity)));
        buffer.Write("\n"u8);
        if (buffer.WrittenCount >= FlushAt) Flush();
        return true;
    }

    private MeterKey? KeyOf(ReceivedTelegram received)
    {
        if (received.Key is not { } hex) return null;
        if (keys.TryGetValue(hex, out var key)) return key;
        Span<byte> bytes = stackalloc byte[16];
        if (!MeterKey.TryParseHex(hex, bytes)) return null;
        if (keys.Count >= MaximumHeld) keys.Clear();
        return keys[hex] = new(null, bytes);
    }

    private void Hold(Held item)
    {
        if (held.Count >= MaximumHeld) WriteHead();
        held.Enqueue(item);
    }

    private void RetryHeld()
    {
        foreach (var item in held)
        {
            if (item.Waits) item.Decoded = decoder.Decode(item.Received.Bytes.Span, item.Received.Format, KeyOf(item.Received));
        }
        while (held.TryPeek(out var head) && !head.Waits) WriteHead();
    }

    private void WriteHead()
    {
        var head = held.Dequeue();
        Write(buffer, head.Received, head.Decoded, head.Reception);
        if (buffer.WrittenCount >= FlushAt) Flush();
    }

    private void Write(ArrayBufferWriter<byte> to, ReceivedTelegram received, DecodedTelegram? decoded, in Reception reception)
    {
        if (decoded is null || !decoded.IsDecoded) Undecoded++;
        if (decoded is null) format.WriteBadInput(to, received, reception);
        else format.Write(to, decoded, reception, received.Bytes.Span);
    }

    private sealed class Held(ReceivedTelegram received, DecodedTelegram? decoded, Reception reception)
    {
        public ReceivedTelegram Received { get; } = received;

        public DecodedTelegram? Decoded { get; set; } = decoded;

        public Reception Reception { get; } = reception;

        public bool Waits => Decoded is { Error.Code: DecodeErrorCode.UnknownFormat };
    }
}
