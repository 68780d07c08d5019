using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

public sealed class AutoReceiverTests
{
    private static readonly byte[] One = Wire.Stripped(1);
    private static readonly byte[] Two = Wire.Stripped(2, 36);
    private static readonly string Digits = Wire.Hex(One);

    private static Dictionary<ReceiverKind, byte[]> Streams => new()
    {
        [ReceiverKind.Hex] = Wire.Text($"# my meters\n\n{Digits}\n{Wire.Hex(Two)}\n"),
        [ReceiverKind.Vw1871] = [.. Wire.Envelope(Wire.FormatB(One))[20..], .. Wire.BatteryMessage(3800), .. Wire.Envelope(Wire.FormatB(One)), .. Wire.Envelope(Wire.FormatB(Two))],
        [ReceiverKind.RtlWmbus] = Wire.Text($"T1;0;1;2026-01-31 23:59:58.000;97;148;90000001;0x{Digits}\nC1;1;1;2026-01-31 23:59:58.000;97;148;90000001;0x{Digits}\n"),
        [ReceiverKind.Im871a] = [.. Wire.Hci(One, 0xE), .. Wire.Hci(Two, 0xE)],
        [ReceiverKind.Amb8465] = [.. Wire.Amber(One), .. Wire.Amber(Two)],
        [ReceiverKind.Cul] = Wire.Text($"bY{Wire.Hex(Wire.FormatB(One))}30E0\r\nb{Wire.Hex(Wire.FormatA(Two))}\r\n"),
        [ReceiverKind.JsonLines] = Wire.Text($"{{\"telegram\":\"{Digits}\"}}\n"),
        [ReceiverKind.Raw] = [.. One, .. Wire.FormatB(Two), .. Wire.FormatA(One), .. Wire.Wired([0x08, 0x01, 0x72, 1, 2, 3])],
    };

    public static TheoryData<ReceiverKind> Kinds => new(Streams.Keys);

    [Theory, MemberData(nameof(Kinds))]
    public void Kind_is_found_and_nothing_is_lost(ReceiverKind kind)
    {
        var auto = new AutoReceiver();
        var named = StreamReceiver.Create(kind);
        Assert.Equal(Feed.Show(Feed.AtOnce(named, Streams[kind])), Feed.Show(Feed.AtOnce(auto, Streams[kind])));
        Assert.Equal(kind, auto.Detected);
        Assert.Equal(named.Statistics, auto.Statistics);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Live_stream_is_found_out_within_two_telegrams(ReceiverKind kind)
    {
        var auto = new AutoReceiver();
        var telegrams = new List<ReceivedTelegram>();
        foreach (var b in Streams[kind]) auto.Push([b], telegrams.Add);
        Assert.NotEmpty(telegrams);
    }

    [Fact]
    public void Text_lines_of_all_kinds_may_be_mixed()
    {
        var text = $"{Digits}\n{{\"telegram\":\"{Digits}\"}}\nC1;1;1;2026-01-31 23:59:58.000;97;148;90000001;0x{Digits}\nbY{Wire.Hex(Wire.FormatB(One))}\nb{Wire.Hex(Wire.FormatA(One))}\nwhat\n";
        var answers = Feed.AtOnce(new AutoReceiver(), Wire.Text(text));
        Assert.Equal([true, true, true, true, true, false], answers.Select(a => a.Error.IsNone));
    }

    [Fact]
    public void Text_of_only_bad_lines_gets_an_answer_for_each() =>
        Assert.Equal(3, Feed.AtOnce(new AutoReceiver(), Wire.Text("good morning\nis this on\nno\n")).Count(t => t.Error.Code == DecodeErrorCode.BadInput));

    [Fact]
    public void Hex_that_begins_with_b_is_not_taken_for_a_cul()
    {
        var telegram = Wire.Stripped(9, 0xB4 - 10);
        Assert.Equal("B4", Wire.Hex(telegram)[..2]);
        Assert.Equal([Wire.Hex(telegram)], Feed.Hex(Feed.AtOnce(new AutoReceiver(), Wire.Text(Wire.Hex(telegram).ToLowerInvariant() + "\n"))));
    }

    [Fact]
    public void After_the_end_another_kind_may_follow()
    {
        var auto = new AutoReceiver();
        foreach (var (kind, stream) in Streams)
        {
            Assert.Equal(Feed.Show(Feed.AtOnce(StreamReceiver.Create(kind), stream)), Feed.Show(Feed.AtOnce(auto, stream)));
        }
    }

    [Fact]
    public void Names_lead_to_kinds_and_back()
    {
        foreach (var name in ReceiverKinds.Names)
        {
            Assert.True(ReceiverKinds.TryParse(name.ToUpperInvariant(), out var kind));
            Assert.Equal(name, ReceiverKinds.NameOf(kind));
            Assert.NotNull(StreamReceiver.Create(kind));
        }
        Assert.False(ReceiverKinds.TryParse("fax", out _));
    }
}
