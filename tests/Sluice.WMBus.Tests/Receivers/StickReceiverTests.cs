using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

public sealed class StickReceiverTests
{
    private static readonly byte[] One = Wire.Stripped(1);
    private static readonly byte[] Two = Wire.Stripped(2, 36);

    [Theory]
    [InlineData(0x0, null)]
    [InlineData(0x4, -77)]
    [InlineData(0x6, -77)]
    [InlineData(0x8, null)]
    [InlineData(0xE, -77)]
    public void Im871a_frame_gives_the_telegram_with_its_length_field(int control, int? dbm)
    {
        var telegrams = Feed.AtOnce(new Im871aReceiver(), [.. Wire.Hci(One, control), .. Wire.Hci(Two, control)]);
        Assert.Equal([Wire.Hex(One), Wire.Hex(Two)], Feed.Hex(telegrams));
        Assert.All(telegrams, t => Assert.Equal((FrameFormat.Stripped, dbm), (t.Format, t.RssiDbm)));
    }

    [Fact]
    public void Im871a_answers_between_telegrams_are_passed_over()
    {
        var receiver = new Im871aReceiver();
        Assert.Single(Feed.AtOnce(receiver, [.. Wire.Hci([5, 1, 2, 3, 4, 5], 8, endpoint: 1, message: 2), .. Wire.Hci(One, 0xE)]));
        Assert.Equal(new(Telegrams: 1), receiver.Statistics);
    }

    [Fact]
    public void Im871a_damage_costs_only_the_damaged_frame()
    {
        var frame = Wire.Hci(One, 0xE);
        for (var at = 0; at < frame.Length; at++)
        {
            var changed = frame.ToArray();
            changed[at] ^= 0x40;
            Assert.Equal(at == 1 && (changed[1] & 0x80) == 0 ? 2 : 1, Feed.AtOnce(new Im871aReceiver(), [.. changed, .. Wire.Hci(Two, 0xE)]).Count(t => Wire.Hex(t.Bytes.ToArray()) == Wire.Hex(Two)));
        }
    }

    [Fact]
    public void Iu891a_frame_gives_telegram_and_signal_strength()
    {
        var escaped = Wire.Stripped(3);
        ((ReadOnlySpan<byte>)[0xC0, 0xDB, 0xDC, 0xDD, 0xC0]).CopyTo(escaped.AsSpan(15));
        var receiver = new Im871aReceiver();
        var telegrams = Feed.InPieces(receiver, [.. Wire.Slip(escaped), .. Wire.Slip(Two)], [1]);
        Assert.Equal([Wire.Hex(escaped), Wire.Hex(Two)], Feed.Hex(telegrams));
        Assert.All(telegrams, t => Assert.Equal(-71, t.RssiDbm));
        Assert.Equal(new(Telegrams: 2), receiver.Statistics);
    }

    [Fact]
    public void Amb8465_command_frame_gives_telegram_and_signal_strength()
    {
        var telegrams = Feed.AtOnce(new Amb8465Receiver(), [.. Wire.Amber(One, 0xE0), .. Wire.Amber(Two, 0x14)]);
        Assert.Equal([Wire.Hex(One), Wire.Hex(Two)], Feed.Hex(telegrams));
        Assert.Equal([-90, -64], telegrams.Select(t => t.RssiDbm));
        Assert.Equal([Wire.Hex(One)], Feed.Hex(Feed.AtOnce(new Amb8465Receiver(rssiAppended: false), Wire.Amber(One, null))));
    }

    [Fact]
    public void Amb8465_transparent_mode_learns_whether_signal_strength_follows()
    {
        var with = Feed.AtOnce(new Amb8465Receiver(), [.. One, 0xE0, .. Two, 0x14, .. One, 0xE0]);
        Assert.Equal([Wire.Hex(One), Wire.Hex(Two), Wire.Hex(One)], Feed.Hex(with));
        Assert.Equal([-90, -64, -90], with.Select(t => t.RssiDbm));
        var without = Feed.AtOnce(new Amb8465Receiver(), [.. One, .. Two, .. One]);
        Assert.Equal([Wire.Hex(One), Wire.Hex(Two), Wire.Hex(One)], Feed.Hex(without));
        Assert.All(without, t => Assert.Null(t.RssiDbm));
    }

    [Fact]
    public void Cul_lines_give_both_formats_with_and_without_signal_strength()
    {
        var a = Wire.Hex(Wire.FormatA(Two));
        var b = Wire.Hex(Wire.FormatB(One));
        var telegrams = Feed.AtOnce(new CulReceiver(), Wire.Text($"V 1.67 CUL868\r\nb{a}\r\nb{a}30E0\r\nbY{b}\r\nbY{b}30E0\r\n"));
        Assert.Equal([a, a, b, b], Feed.Hex(telegrams));
        Assert.Equal([FrameFormat.A, FrameFormat.A, FrameFormat.B, FrameFormat.B], telegrams.Select(t => t.Format));
        Assert.Equal([null, -90, null, -90], telegrams.Select(t => t.RssiDbm));
    }

    [Fact]
    public void Cul_telegram_cut_in_the_middle_of_a_byte_is_handed_over()
    {
        var digits = Wire.Hex(Wire.FormatA(Two));
        var telegram = Feed.Single(new CulReceiver(), $"b{digits[..31]}\r\n");
        Assert.Equal((digits[..30], FrameFormat.A), (Wire.Hex(telegram.Bytes.ToArray()), telegram.Format));
        Assert.Equal(DecodeErrorCode.BadInput, Feed.Single(new CulReceiver(), "bYzz").Error.Code);
    }

    [Fact]
    public void Raw_telegrams_are_told_apart_whatever_their_format()
    {
        byte[] wired = Wire.Wired([0x08, 0x01, 0x72, 1, 2, 3, 4, 5]);
        var telegrams = Feed.AtOnce(new RawTelegramReceiver(), [.. One, .. Wire.FormatB(Two), 0x55, .. Wire.FormatA(Two), .. wired, 0xE5, .. Wire.Stripped(4, 0)]);
        Assert.Equal([Wire.Hex(One), Wire.Hex(Wire.FormatB(Two)), Wire.Hex(Wire.FormatA(Two)), Wire.Hex(wired), Wire.Hex(Wire.Stripped(4, 0))], Feed.Hex(telegrams));
        Assert.Equal([FrameFormat.Unknown, FrameFormat.Unknown, FrameFormat.A, FrameFormat.Wired, FrameFormat.Unknown], telegrams.Select(t => t.Format));
    }
}
