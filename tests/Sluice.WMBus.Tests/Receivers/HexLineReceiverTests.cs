using System.Text;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

public sealed class HexLineReceiverTests
{
    private static readonly byte[] Telegram = Wire.Stripped(1);
    private static readonly string Digits = Wire.Hex(Telegram);

    public static TheoryData<string> Writings => new(
        Digits,
        Digits.ToLowerInvariant(),
        "  " + Digits + "\t\r",
        "0x" + Digits,
        "0X" + Digits,
        BitConverter.ToString(Telegram),
        string.Join(' ', Telegram.Select(b => $"{b:x2}")),
        string.Join(", ", Telegram.Select(b => $"0x{b:X2}")),
        string.Join(':', Telegram.Select(b => $"{b:X2}")),
        $"|{Digits[..22]}|{Digits[22..]}|",
        $"telegram=|{Digits[..22]}_{Digits[22..]}|+12",
        $"\"{Digits}\"",
        Digits + " # the meter in the cellar",
        Digits + "F");

    [Theory, MemberData(nameof(Writings))]
    public void Telegram_is_read_however_it_is_written(string text)
    {
        foreach (var receiver in (StreamReceiver[])[new HexLineReceiver(), new AnyLineReceiver(), new AutoReceiver()])
        {
            var telegram = Feed.Single(receiver, text);
            Assert.Equal((Digits, FrameFormat.Unknown, true), (Wire.Hex(telegram.Bytes.ToArray()), telegram.Format, telegram.Error.IsNone));
        }
    }

    [Fact]
    public void Every_bad_line_gets_its_answer_in_order()
    {
        var lines = $"# comment\n\n{Digits}\nhello\n{Digits[..^3]}\n{Digits}\n0x\n";
        var receiver = new HexLineReceiver();
        var answers = Feed.AtOnce(receiver, Wire.Text(lines));
        Assert.Equal(
            [DecodeErrorCode.None, DecodeErrorCode.BadInput, DecodeErrorCode.BadInput, DecodeErrorCode.None, DecodeErrorCode.BadInput],
            answers.Select(a => a.Error.Code));
        Assert.Equal("hello", answers[1].Source);
        Assert.StartsWith("Line 4 is not hexadecimal: the first character that does not belong is number 1.", answers[1].Error.Message, StringComparison.Ordinal);
        Assert.Equal(new(Telegrams: 2, Damaged: 3), receiver.Statistics);
    }

    [Fact]
    public void Line_without_an_end_is_one_error_and_the_next_line_is_read()
    {
        var stream = Wire.Text(new string('A', LineReceiver.MaxLineLength + 1) + "\n" + Digits + "\n" + new string('B', 1_000_000));
        var expected = Feed.Show(Feed.AtOnce(new HexLineReceiver(), stream));
        Assert.Equal(3, expected.Length);
        Assert.StartsWith(Digits, expected[1], StringComparison.Ordinal);
        Assert.Contains("longer than 65536 bytes", expected[0], StringComparison.Ordinal);
        Assert.Equal(expected, Feed.Show(Feed.InPieces(new HexLineReceiver(), stream, [4093])));
    }

    [Fact]
    public void Longest_line_passes()
    {
        var longest = new string('0', LineReceiver.MaxLineLength);
        Assert.Equal(LineReceiver.MaxLineLength / 2, Feed.Single(new HexLineReceiver(), longest + "\n").Bytes.Length);
        Assert.Equal(LineReceiver.MaxLineLength / 2, Assert.Single(Feed.InPieces(new HexLineReceiver(), Wire.Text(longest + "\n"), [1000])).Bytes.Length);
    }

    [Fact]
    public void Byte_order_mark_is_no_text() => Assert.True(Feed.Single(new HexLineReceiver(), "\uFEFF" + Digits).Error.IsNone);

    [Fact]
    public void Shown_text_is_short_and_without_keys()
    {
        var key = "000102030405060708090A0B0C0D0E0F";
        var bad = Feed.Single(new HexLineReceiver(), $"{{\"telegram\":\"{Digits}\",\"key\":\"{key}\"}}");
        Assert.Equal(DecodeErrorCode.BadInput, bad.Error.Code);
        Assert.DoesNotContain(key, bad.ToString(), StringComparison.Ordinal);
        Assert.Equal(512, Feed.Single(new HexLineReceiver(), new string('?', 5000)).Source!.Length);
        Assert.True(Feed.Single(new HexLineReceiver(), Encoding.Latin1.GetString([0xFF, 0xFE, 0x01])).Error.Code == DecodeErrorCode.BadInput);
    }
}
