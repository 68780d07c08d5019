using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

public sealed class RtlWmbusReceiverTests
{
    private static readonly string Digits = Wire.Hex(Wire.Stripped(1));

    [Fact]
    public void Line_gives_telegram_and_time()
    {
        var telegram = Feed.Single(new RtlWmbusReceiver(), $"C1;1;1;2026-01-31 23:59:58.125;97;148;90000001;0x{Digits.ToLowerInvariant()}\n");
        Assert.Equal(Digits, Wire.Hex(telegram.Bytes.ToArray()));
        Assert.Equal(FrameFormat.Stripped, telegram.Format);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 23, 59, 58, 125, TimeSpan.Zero), telegram.HeardAt);
        Assert.Null(telegram.RssiDbm);
    }

    [Theory]
    [InlineData("C1;0;1;")]
    [InlineData("T1;1;0;")]
    [InlineData("T1;0;0;")]
    public void Telegram_that_failed_its_checks_is_only_counted(string start)
    {
        var receiver = new RtlWmbusReceiver();
        Assert.Empty(Feed.AtOnce(receiver, Wire.Text($"{start}2026-01-31 23:59:58.000;97;148;90000001;0x{Digits}\n")));
        Assert.Equal(1, receiver.Statistics.Damaged);
    }

    [Fact]
    public void Length_field_is_set_right_and_a_second_telegram_is_not_lost()
    {
        var wrongL = $"25{Digits[2..]}";
        var telegrams = Feed.AtOnce(new RtlWmbusReceiver(), Wire.Text($"rla;T1;1;1;2026-01-31 23:59:58;97;148;90000001;0x{wrongL};0x{Digits}"));
        Assert.Equal([Digits, Digits], Feed.Hex(telegrams));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("T1;1;1;2026-01-31 23:59:58.000;97;148;90000001")]
    [InlineData("T1;1;1;2026-01-31 23:59:58.000;97;148;90000001;0xXYZ")]
    [InlineData("T1;1;1;2026-01-31 23:59:58.000;97;148;90000001;0x")]
    [InlineData(";;;;")]
    public void Other_lines_are_bad_input(string line) => Assert.Equal(DecodeErrorCode.BadInput, Feed.Single(new RtlWmbusReceiver(), line).Error.Code);

    [Fact]
    public void Bad_time_does_not_cost_the_telegram()
    {
        var telegram = Feed.Single(new RtlWmbusReceiver(), $"T1;1;1;yesterday;97;148;90000001;0x{Digits}");
        Assert.True(telegram.Error.IsNone);
        Assert.Null(telegram.HeardAt);
    }
}
