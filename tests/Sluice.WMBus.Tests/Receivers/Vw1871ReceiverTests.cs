using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

public sealed class Vw1871ReceiverTests
{
    private static readonly byte[] One = Wire.Envelope(Wire.FormatB(Wire.Stripped(1)), 1_653_727_000, -84);
    private static readonly byte[] Two = Wire.Envelope(Wire.FormatB(Wire.Stripped(2, 36)), 1_653_727_016, -128);

    [Fact]
    public void Envelope_gives_frame_signal_strength_reader_and_clock()
    {
        var telegram = Assert.Single(Feed.AtOnce(new Vw1871Receiver(), One));
        Assert.Equal(Wire.FormatB(Wire.Stripped(1)), telegram.Bytes.ToArray());
        Assert.Equal(FrameFormat.B, telegram.Format);
        Assert.Equal(-84, telegram.RssiDbm);
        Assert.Equal("990042", telegram.Device);
        Assert.Equal(1_653_727_000, telegram.ReceiverClockSeconds);
        Assert.Null(telegram.HeardAt);
    }

    [Fact]
    public void Envelope_of_an_unplugged_afternoon_does_not_overflow()
    {
        var telegram = Assert.Single(Feed.AtOnce(new Vw1871Receiver(), Wire.Envelope(Wire.FormatB(Wire.Stripped(1)), uint.MaxValue, 127)));
        Assert.Equal(uint.MaxValue, telegram.ReceiverClockSeconds);
        Assert.Equal(127, telegram.RssiDbm);
    }

    [Fact]
    public void Envelope_cut_by_the_backlog_costs_only_itself()
    {
        for (var cut = 4; cut < One.Length; cut++)
        {
            var receiver = new Vw1871Receiver();
            var telegrams = Feed.AtOnce(receiver, [.. Two, .. One[..cut], .. Two, .. Two]);
            Assert.Equal(3, telegrams.Count);
            Assert.Equal(1, receiver.Statistics.Truncated + receiver.Statistics.Damaged);
        }
    }

    [Fact]
    public void Cut_record_counts_as_truncated_and_its_bytes_as_skipped()
    {
        var receiver = new Vw1871Receiver();
        Feed.AtOnce(receiver, [.. One, .. Two[..40], .. One]);
        Assert.Equal(new(Telegrams: 2, Truncated: 1, SkippedBytes: 40), receiver.Statistics);
    }

    [Fact]
    public void End_of_stream_inside_an_envelope_still_gives_the_good_one_inside_it()
    {
        var longClaim = Wire.Envelope(Wire.FormatB(Wire.Stripped(3, 200)))[..20];
        Assert.Equal(Feed.Hex(Feed.AtOnce(new Vw1871Receiver(), One)), Feed.Hex(Feed.AtOnce(new Vw1871Receiver(), [.. longClaim, .. One])));
    }

    [Fact]
    public void Battery_message_between_envelopes_is_understood_and_not_junk()
    {
        var receiver = new Vw1871Receiver();
        Assert.Equal(2, Feed.InPieces(receiver, [.. One, .. Wire.BatteryMessage(3858), .. Two], [1]).Count);
        Assert.Equal(new(Telegrams: 2, BatteryMillivolts: 3858), receiver.Statistics);
    }

    [Fact]
    public void Battery_text_alone_is_enough()
    {
        var receiver = new Vw1871Receiver();
        Feed.AtOnce(receiver, Wire.Text("\r\nBattery Volt = 3662 mV\r\n"));
        Assert.Equal(new(BatteryMillivolts: 3662), receiver.Statistics);
    }

    [Fact]
    public void Every_changed_byte_of_the_envelope_is_noticed()
    {
        for (var at = 0; at < One.Length; at++)
        {
            var changed = One.ToArray();
            changed[at] ^= 0x10;
            var telegrams = Feed.AtOnce(new Vw1871Receiver(), [.. Two, .. changed, .. Two]);
            Assert.Equal([Wire.Hex(Wire.FormatB(Wire.Stripped(2, 36))), Wire.Hex(Wire.FormatB(Wire.Stripped(2, 36)))], Feed.Hex(telegrams));
        }
    }

    [Fact]
    public void Good_envelope_around_a_damaged_frame_is_handed_over()
    {
        var frame = Wire.FormatB(Wire.Stripped(4));
        frame[20] ^= 1;
        var telegram = Assert.Single(Feed.AtOnce(new Vw1871Receiver(), Wire.Envelope(frame)));
        Assert.Equal(frame, telegram.Bytes.ToArray());
        Assert.True(telegram.Error.IsNone);
    }

    [Fact]
    public void Markers_inside_a_frame_do_not_end_it()
    {
        var stripped = Wire.Stripped(5, 60);
        ((ReadOnlySpan<byte>)[0xFE, 0xFE, 0x0E, 0x0F, 0xFB, 0xFB, 0xFB, 0xF0, 0xFE, 0xFE, 0x0E, 0x0F]).CopyTo(stripped.AsSpan(20));
        var frame = Wire.FormatB(stripped);
        Assert.Equal([Wire.Hex(frame)], Feed.Hex(Feed.AtOnce(new Vw1871Receiver(), Wire.Envelope(frame))));
    }

    [Fact]
    public void Longest_and_shortest_frames_pass()
    {
        foreach (var payload in (int[])[0, 1, 115, 242])
        {
            var frame = Wire.FormatB(Wire.Stripped(6, payload));
            Assert.Equal([Wire.Hex(frame)], Feed.Hex(Feed.InPieces(new Vw1871Receiver(), Wire.Envelope(frame), [7])));
        }
    }
}
