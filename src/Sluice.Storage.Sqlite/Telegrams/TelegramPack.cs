using System.Buffers.Binary;
using System.Text;
using Sluice.Metering.Telegrams;
using Sluice.WMBus;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Sqlite;

/// <summary>The decoded telegrams of a delivery in one value: most of the archive. Numbers are variable-length, texts stand once each.</summary>
/// <remarks>1 version; count of texts, texts; then each telegram: number (difference), state and format, flags, time of receipt (difference), what the flags say, length, bytes.</remarks>
internal sealed class TelegramPack
{
    private const byte Version = 1;
    private const int HasRssi = 1, HasHeard = 2, HasReceiver = 4, HasContext = 8, MeterSendsItself = 16, HasMeter = 32;

    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly MemoryStream body = new();
    private long last;
    private long time;
    private ArrivalContext? context;
    private int contextText;

    /// <summary>Telegrams in it.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the first one.</summary>
    public long FirstId { get; private set; }

    /// <summary>The number of the last one.</summary>
    public long LastId => last;

    /// <summary>True for what a pack can hold; anything else gets a row of its own.</summary>
    public static bool Fits(TelegramVerdict verdict) =>
        verdict is { State: DecodeState.Decoded or DecodeState.Repeated, Signature: null, Layer: Layer.Receiver, Offset: 0 };

    /// <summary>Adds a telegram with a greater number than the one before.</summary>
    public void Add(TelegramArrival arrival, TelegramVerdict verdict)
    {
        if (Count++ == 0) FirstId = last = verdict.Id;
        var received = arrival.ReceivedAt.ToUnixTimeMilliseconds();
        var self = arrival.Bytes.Length >= 10 && verdict.Meter == MeterAddress.FromLinkLayer(arrival.Bytes.Span[2..]);
        var flags = (arrival.RssiDbm is null ? 0 : HasRssi) | (arrival.HeardAt is null ? 0 : HasHeard) | (arrival.Receiver is null ? 0 : HasReceiver)
            | (arrival.Context == ArrivalContext.None ? 0 : HasContext) | (self ? MeterSendsItself : verdict.Meter is null ? 0 : HasMeter);
        Write(verdict.Id - last);
        body.WriteByte((byte)((int)verdict.State | ((int)arrival.Format << 4)));
        body.WriteByte((byte)flags);
        WriteSigned(received - time);
        if (arrival.RssiDbm is { } rssi) WriteSigned(rssi);
        if (arrival.HeardAt is { } heard) WriteSigned(heard.ToUnixTimeMilliseconds() - received);
        if (arrival.Receiver is { } receiver) Write(TextNumber(receiver));
        if ((flags & HasContext) != 0) Write(ContextNumber(arrival.Context));
        if ((flags & HasMeter) != 0)
        {
            Span<byte> meter = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(meter, Columns.FromMeter(verdict.Meter!.Value));
            body.Write(meter);
        }
        Write(arrival.Bytes.Length);
        body.Write(arrival.Bytes.Span);
        last = verdict.Id;
        time = received;
    }

    /// <summary>The value to store.</summary>
    public byte[] ToArray()
    {
        using var all = new MemoryStream((int)body.Length + 64);
        all.WriteByte(Version);
        Write(all, texts.Count);
        foreach (var text in texts.Keys)   // in the order added: nothing is ever removed
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Write(all, bytes.Length);
            all.Write(bytes);
        }
        body.WriteTo(all);
        return all.ToArray();
    }

    /// <summary>Reads a pack.</summary>
    public static IEnumerable<ArchivedTelegram> Read(long firstId, byte[] packed)
    {
        if (packed is not [Version, ..]) throw new InvalidDataException($"The pack of telegram {firstId} has format {packed.FirstOrDefault()}; {Version} is known.");
        var at = 1;
        var words = new string[(int)Read(packed, ref at)];
        for (var i = 0; i < words.Length; i++)
        {
            var length = (int)Read(packed, ref at);
            words[i] = Encoding.UTF8.GetString(packed, at, length);
            at += length;
        }
        long id = firstId, received = 0;
        while (at < packed.Length)
        {
            id += Read(packed, ref at);
            var kind = packed[at++];
            var flags = packed[at++];
            received += ReadSigned(packed, ref at);
            int? rssi = (flags & HasRssi) == 0 ? null : (int)ReadSigned(packed, ref at);
            DateTimeOffset? heard = (flags & HasHeard) == 0 ? null : Columns.ToTime(received + ReadSigned(packed, ref at));
            var receiver = (flags & HasReceiver) == 0 ? null : words[(int)Read(packed, ref at)];
            var said = (flags & HasContext) == 0 ? null : words[(int)Read(packed, ref at)];
            MeterAddress? meter = null;
            if ((flags & HasMeter) != 0)
            {
                meter = Columns.ToMeter(BinaryPrimitives.ReadInt64LittleEndian(packed.AsSpan(at)));
                at += 8;
            }
            var length = (int)Read(packed, ref at);
            var bytes = packed.AsMemory(at, length);
            at += length;
            if ((flags & MeterSendsItself) != 0) meter = MeterAddress.FromLinkLayer(bytes.Span[2..]);
            yield return new(
                id,
                new(bytes, Columns.ToTime(received), (FrameFormat)(kind >> 4), rssi, receiver, heard) { Context = ContextColumn.Parse(said) },
                new(id, (DecodeState)(kind & 15), meter));
        }
    }

    private int TextNumber(string text)
    {
        if (!texts.TryGetValue(text, out var number)) texts.Add(text, number = texts.Count);
        return number;
    }

    /// <summary>The telegrams of a delivery mostly share one context: it is written once.</summary>
    private int ContextNumber(ArrivalContext given)
    {
        if (!ReferenceEquals(context, given)) (context, contextText) = (given, TextNumber(ContextColumn.Of(given)!));
        return contextText;
    }

    private void Write(long value) => Write(body, value);

    private void WriteSigned(long value) => Write(body, (value << 1) ^ (value >> 63));

    private static void Write(MemoryStream stream, long value)
    {
        for (; (value & ~0x7FL) != 0; value = unchecked((long)((ulong)value >> 7))) stream.WriteByte((byte)((value & 0x7F) | 0x80));
        stream.WriteByte((byte)value);
    }

    private static long Read(byte[] bytes, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    private static long ReadSigned(byte[] bytes, ref int at)
    {
        var value = Read(bytes, ref at);
        return unchecked((long)((ulong)value >> 1)) ^ -(value & 1);
    }
}
