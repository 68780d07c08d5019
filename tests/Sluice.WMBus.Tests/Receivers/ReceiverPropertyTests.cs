using CsCheck;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

/// <summary>What holds for every receiver and every stream. Measures the process's memory, so nothing else runs meanwhile.</summary>
[Collection(Alone.Name)]
public sealed class ReceiverPropertyTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly Gen<ReceiverKind> Kind = Gen.Int[0, (int)ReceiverKind.Raw].Select(i => (ReceiverKind)i);

    private static readonly Gen<byte[]> Telegram = Gen.Select(Gen.Int[1, 9999], Gen.Int[0, 200]).Select((n, payload) => Wire.Stripped(n, payload));

    /// <summary>What any reader may send, and what it should not.</summary>
    private static readonly Gen<byte[]> Part = Gen.OneOf(
        Telegram.Select(t => Wire.Envelope(Wire.FormatB(t))),
        Telegram.Select(t => Wire.Hci(t, 0xE)),
        Telegram.Select(t => Wire.Hci(t, 0x4)),
        Telegram.Select(t => Wire.Slip(t)),
        Telegram.Select(t => Wire.Amber(t)),
        Telegram.Select(t => t),
        Telegram.Select(t => Wire.FormatA(t)),
        Telegram.Select(t => Wire.Wired(t)),
        Telegram.Select(t => Wire.Text(Wire.Hex(t) + "\n")),
        Telegram.Select(t => Wire.Text($"bY{Wire.Hex(Wire.FormatB(t))}30E0\r\n")),
        Telegram.Select(t => Wire.Text($"{{\"telegram\":\"{Wire.Hex(t)}\"}}\n")),
        Telegram.Select(t => Wire.Text($"C1;1;1;2026-01-31 23:59:58.000;97;148;90000001;0x{Wire.Hex(t)}\n")),
        Gen.UShort.Select(Wire.BatteryMessage),
        Gen.Byte.Array[0, 60]);

    /// <summary>Parts one after the other, some bytes changed, the end cut off.</summary>
    private static readonly Gen<byte[]> Stream =
        Gen.Select(Part.Array[1, 8], Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[0, 4], Gen.Int[0, 80]).Select((parts, changes, cut) =>
        {
            byte[] stream = [.. parts.SelectMany(p => p)];
            stream = stream[..Math.Max(0, stream.Length - cut)];
            foreach (var (at, value) in changes) if (stream.Length > 0) stream[at % stream.Length] = value;
            return stream;
        });

    [Fact]
    public void How_a_stream_is_cut_into_pieces_changes_nothing() =>
        Gen.Select(Kind, Stream, Gen.Int[1, 90].Array[1, 6]).Sample(
            (kind, stream, lengths) =>
            {
                var one = StreamReceiver.Create(kind);
                var other = StreamReceiver.Create(kind);
                return Feed.Show(Feed.AtOnce(one, stream)).SequenceEqual(Feed.Show(Feed.InPieces(other, stream, lengths))) && one.Statistics == other.Statistics;
            },
            seed: Seed,
            iter: 2000,
            threads: 1);

    [Fact]
    public void Random_bytes_neither_throw_nor_hang() =>
        Gen.Select(Kind, Gen.Byte.Array[0, 6000]).Sample((kind, stream) => Feed.AtOnce(StreamReceiver.Create(kind), stream), seed: Seed, iter: 500, threads: 1);

    [Fact]
    public void Stream_of_each_kind_cut_at_every_length_does_no_harm()
    {
        byte[][] streams =
        [
            [.. Wire.Envelope(Wire.FormatB(Wire.Stripped(1))), .. Wire.BatteryMessage(3858)],
            Wire.Hci(Wire.Stripped(1), 0xE), Wire.Slip(Wire.Stripped(1)), Wire.Amber(Wire.Stripped(1)), Wire.FormatA(Wire.Stripped(1)), Wire.Wired(Wire.Stripped(1)),
            Wire.Text($"{{\"telegram\":\"{Wire.Hex(Wire.Stripped(1))}\",\"rssi\":-80}}\n"),
            Wire.Text($"C1;1;1;2026-01-31 23:59:58.000;97;148;90000001;0x{Wire.Hex(Wire.Stripped(1))}\n"),
        ];
        foreach (var kind in Enum.GetValues<ReceiverKind>())
        {
            foreach (var stream in streams)
            {
                for (var length = 0; length <= stream.Length; length++)
                {
                    var receiver = StreamReceiver.Create(kind);
                    Feed.AtOnce(receiver, stream[..length]);
                    Feed.AtOnce(receiver, stream); // can be used again
                }
            }
        }
    }

    [Fact]
    public void Garbage_between_envelopes_never_loses_the_next_good_one() =>
        Gen.Select(Telegram.Array[1, 5], Gen.OneOf(Part, Gen.Byte.Array[0, 300]).Array[5]).Sample(
            (telegrams, garbage) =>
            {
                var sent = telegrams.Select(Wire.FormatB).ToArray();
                byte[] stream = [.. sent.SelectMany((frame, i) => (byte[])[.. NoEnvelope(garbage[i]), .. Wire.Envelope(frame)])];
                return sent.Select(Wire.Hex).SequenceEqual(Feed.Hex(Feed.AtOnce(new Vw1871Receiver(), stream)));
            },
            seed: Seed,
            iter: 2000,
            threads: 1);

    [Fact]
    public void Memory_does_not_grow_with_the_input()
    {
        foreach (var kind in Enum.GetValues<ReceiverKind>())
        {
            var receiver = StreamReceiver.Create(kind);
            var junk = new byte[65_536];
            new Random(1871).NextBytes(junk);
            junk.AsSpan().Replace((byte)'\n', (byte)'-');
            receiver.Push(junk, static _ => { });
            receiver.Push(junk, static _ => { });
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < 100; i++) receiver.Push(junk, static _ => { });
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 512 * 1024);
        }
    }

    /// <summary>A whole envelope among the garbage would be a telegram of its own.</summary>
    private static byte[] NoEnvelope(byte[] garbage)
    {
        var copy = garbage.ToArray();
        if (copy.Length > 4 && copy.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFE, 0xFE, 0x0E, 0x0F]) is >= 0 and var at) copy[at] = 0;
        return copy;
    }
}
