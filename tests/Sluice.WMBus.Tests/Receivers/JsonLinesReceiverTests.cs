using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

public sealed class JsonLinesReceiverTests
{
    private const string Key = "000102030405060708090A0B0C0D0E0F";
    private static readonly string Digits = Wire.Hex(Wire.Stripped(1));

    [Fact]
    public void Everything_known_is_taken()
    {
        var telegram = Feed.Single(new JsonLinesReceiver(), $$"""
            {"telegram":"{{Digits}}","key":"{{Key.ToLowerInvariant()}}","rssi":-80.5,"name":"Køkken","device":"gw-1","time":"2026-01-31T12:00:00+01:00","more":{"a":[1,{ }]} }
            """);
        Assert.Equal(Digits, Wire.Hex(telegram.Bytes.ToArray()));
        Assert.Equal((Key, -81, "Køkken", "gw-1", FrameFormat.Unknown), (telegram.Key, telegram.RssiDbm, telegram.Name, telegram.Device, telegram.Format));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 11, 0, 0, TimeSpan.Zero), telegram.HeardAt);
    }

    [Fact]
    public void Request_of_wmbusmeters_is_accepted()
    {
        var telegram = Feed.Single(new JsonLinesReceiver(), $$"""{"_":"decode","telegram":"{{Digits}}","key":"NOKEY","driver":"auto","format":"wmbus"}""");
        Assert.Equal((true, null, FrameFormat.Unknown), (telegram.Error.IsNone, telegram.Key, telegram.Format));
        Assert.Equal(FrameFormat.Wired, Feed.Single(new JsonLinesReceiver(), """{"telegram":"6803036808017A8316","format":"mbus"}""").Format);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{} {}")]
    [InlineData("hello")]
    [InlineData("{\"telegram\":5}")]
    [InlineData("{\"telegram\":\"\"}")]
    [InlineData("{\"telegram\":\"xyz\"}")]
    [InlineData("{\"telegram\":\"2C4\"}")]
    [InlineData("{\"telegram\":\"2C44\",\"key\":\"short\"}")]
    [InlineData("{\"telegram\":\"2C44\",\"key\":{}}")]
    [InlineData("{\"telegram\":\"2C44\",\"format\":\"zigbee\"}")]
    [InlineData("{\"telegram\":\"2C44\",\"name\":\"\\ud800\"}")]
    [InlineData("{\"telegram\":\"2C44\"} trailing")]
    public void Other_lines_are_bad_input_and_the_next_is_read(string line)
    {
        var answers = Feed.AtOnce(new JsonLinesReceiver(), Wire.Text($"{line}\n{{\"telegram\":\"{Digits}\"}}\n"));
        Assert.Equal([DecodeErrorCode.BadInput, DecodeErrorCode.None], answers.Select(a => a.Error.Code));
    }

    [Theory]
    [InlineData("{\"key\":\"" + Key + "\",\"telegram\":\"zz\"}")]
    [InlineData("{\"k\\u0065y\":\"" + Key + "\",\"telegram\":\"zz\"}")]
    [InlineData("{\"key\":\"" + Key + "00\",\"telegram\":\"2C44\"}")]
    [InlineData("{\"KEY\":\"" + Key + "\"")]
    public void Keys_do_not_get_into_errors(string line)
    {
        var bad = Feed.Single(new JsonLinesReceiver(), line);
        Assert.Equal(DecodeErrorCode.BadInput, bad.Error.Code);
        Assert.DoesNotContain(Key, $"{bad.Source} {bad.Error.Message}", StringComparison.OrdinalIgnoreCase);
    }
}
