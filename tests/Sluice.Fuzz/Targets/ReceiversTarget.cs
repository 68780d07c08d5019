using System.Buffers;
using System.Text;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;

namespace Sluice.Fuzz.Targets;

/// <summary>Every receiver on mutated streams: how a stream is cut changes nothing, and garbage between VW1871 envelopes never loses the next good one.</summary>
/// <remarks>Input: kind of receiver (1; bit 7: the rest is garbage to put between good envelopes), seed of the cuts (1), the stream.</remarks>
internal sealed class ReceiversTarget : FuzzTarget
{
    private static readonly ReceiverKind[] Kinds = Enum.GetValues<ReceiverKind>();

    private readonly List<byte[]> envelopes;
    private readonly List<byte[]> frames;

    public ReceiversTarget()
    {
        frames = [.. MakeFrames()];
        envelopes = [.. frames.Select(static f => Frame("vw1871", [f]))];
        Seeds = [.. MakeSeeds()];
    }

    public override string Name => "receivers";

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0xFB, 0xFB, 0xFB, 0xF0], [0xFE, 0xFE, 0x0E, 0x0F], [0xFB, 0xFC, 0xFC, 0xF0], [0xA5], [0xC0], [0xDB, 0xDC], [0xDB, 0xDD], [0xFF, 0x03], [0x68, 5, 5, 0x68], [0x10], [0x0D, 0x0A],
        .. new[] { "\r\nBattery Volt = ", " mV\r\n", "telegram=|", "b", "Y", "C1;1;1;", "T1;", ";0x", "{\"telegram\":\"", "\",\"rssi\":", "\"key\":\"", "\\u00e9", "1e999", "}\n", "\n", "#", " " }.Select(Encoding.ASCII.GetBytes),
    ];

    public override int LongestInput => 2000;

    public override int Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2) return 0;
        if ((input[0] & 0x80) != 0) return CheckGarbage(input[1], input[2..]);
        var kind = Kinds[input[0] % Kinds.Length];
        var stream = input[2..];
        var whole = Receive(kind, stream, null, out var counts);
        var pieces = Receive(kind, stream, new Random(input[1]), out var countsOfPieces);
        Require(whole.Count == pieces.Count, $"{kind}: the cuts change nothing: {whole.Count} and {pieces.Count} telegrams");
        for (var i = 0; i < whole.Count; i++)
        {
            Require(Same(whole[i], pieces[i]), $"{kind}: telegram {i} is the same however the stream is cut");
            Require(whole[i].Source is not { Length: > 512 }, "the offending text is shortened");
        }
        Require(counts == countsOfPieces, $"{kind}: the counts are the same however the stream is cut: {counts} and {countsOfPieces}");
        var state = Mix((int)kind, Math.Min(whole.Count, 6));
        foreach (var telegram in whole.Take(3)) state = Mix(state, (int)telegram.Error.Code + ((int)telegram.Format << 8) + (telegram.RssiDbm is null ? 0 : 1 << 16) + (telegram.Device is null ? 0 : 1 << 17) + (telegram.HeardAt is null ? 0 : 1 << 18));
        return Mix(state, (int)Math.Min(counts.Damaged, 3) + ((int)Math.Min(counts.Truncated, 3) << 4) + (counts.SkippedBytes > 0 ? 256 : 0) + (counts.BatteryMillivolts is null ? 0 : 512));
    }

    private int CheckGarbage(byte seed, ReadOnlySpan<byte> garbage)
    {
        var random = new Random(seed);
        var stream = new List<byte>(4096);
        var sent = new List<byte[]>();
        for (var i = 0; i < 6; i++)
        {
            var from = random.Next(garbage.Length + 1);
            stream.AddRange(garbage[from..Math.Min(garbage.Length, from + random.Next(600))]);
            var which = random.Next(frames.Count);
            stream.AddRange(envelopes[which]);
            sent.Add(frames[which]);
        }
        var kind = (seed & 1) == 0 ? ReceiverKind.Vw1871 : ReceiverKind.Auto;
        if (kind == ReceiverKind.Auto) stream.InsertRange(0, envelopes[0]); // what a stream is, its beginning says
        var received = Receive(kind, stream.ToArray(), (seed & 2) == 0 ? random : null, out var counts);
        var found = 0;
        foreach (var telegram in received)
        {
            if (found < sent.Count && telegram.Bytes.Span.SequenceEqual(sent[found])) found++;
        }
        Require(found == sent.Count, $"garbage loses no good envelope: {found} of {sent.Count} found");
        return Mix(77, Mix((int)Math.Min(counts.Damaged, 6), (int)Math.Min(counts.Truncated, 6)) + (counts.BatteryMillivolts is null ? 0 : 512));
    }

    private static List<ReceivedTelegram> Receive(ReceiverKind kind, ReadOnlySpan<byte> stream, Random? cuts, out ReceiverStatistics counts)
    {
        var receiver = StreamReceiver.Create(kind);
        var telegrams = new List<ReceivedTelegram>();
        while (!stream.IsEmpty)
        {
            var length = cuts is null ? stream.Length : Math.Min(stream.Length, cuts.Next(3) == 0 ? 1 : cuts.Next(1, 250));
            receiver.Push(stream[..length], telegrams.Add);
            stream = stream[length..];
        }
        receiver.Complete(telegrams.Add);
        counts = receiver.Statistics;
        return telegrams;
    }

    private static bool Same(ReceivedTelegram a, ReceivedTelegram b) =>
        a.Bytes.Span.SequenceEqual(b.Bytes.Span) && a with { Bytes = default } == b with { Bytes = default };

    private static byte[] Frame(string reader, IEnumerable<byte[]> frames)
    {
        var output = new ArrayBufferWriter<byte>();
        var framing = ReaderFraming.Create(reader);
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        foreach (var frame in frames)
        {
            framing.Write(new(frame, at, -80, damaged: false), output);
            at = at.AddSeconds(3);
        }
        framing.WriteBattery(3700, output);
        return output.WrittenSpan.ToArray();
    }

    private static IEnumerable<byte[]> MakeFrames()
    {
        var layout = RecordLayout.Parse("02FF20 0413 4413 A1015B 8101E7FF0F");
        var random = new Random(5);
        var values = new byte[layout.ValueLength];
        for (var i = 0; i < 6; i++)
        {
            random.NextBytes(values);
            var application = new byte[100];
            var telegram = new byte[LinkLayerEncoder.MaxLength];
            var length = i % 2 == 0 ? layout.WriteFullFrame(values, application) : layout.WriteCompactFrame(values, application);
            yield return telegram[..TelegramEncoder.Encode(Invented.Water, new(0x20, (byte)i, SessionNumber.Create(i, 0)), Invented.Cipher, application.AsSpan(0, length), FrameFormat.B, telegram)];
        }
    }

    private IEnumerable<byte[]> MakeSeeds()
    {
        foreach (var reader in ReaderFraming.Names)
        {
            var stream = Frame(reader, frames.Take(4));
            foreach (var kind in Kinds) yield return [(byte)(int)kind, 3, .. stream];
        }
        foreach (var kind in Kinds) yield return [(byte)(int)kind, 3, .. frames[0], .. frames[1], 0x68, 3, 3, 0x68, 8, 1, 0x72, 0x7B, 0x16];
        foreach (var kind in Kinds) yield return [(byte)(int)kind, 4, .. "{\"telegram\":\"2144\",\"rssi\":-80,\"key\":\"000102030405060708090A0B0C0D0E0F\",\"name\":\"a\"}\n"u8];
        for (byte seed = 0; seed < 8; seed++) yield return [0x80, seed, .. envelopes[0][..40], .. envelopes[1], 0xFB, 0xFB, 0xFB, .. envelopes[2][5..]];
    }
}
