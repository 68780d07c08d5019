using System.Text;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

public class MessagePayloadTests
{
    private const string Telegram = "30442D2C030000901F068D2015205400207B3D706498962A1E420B56CC57E0EE2011395D886C9F25916220F939C73C75E6";

    [Theory]
    [InlineData("{\"last_packet\":\"T\",\"signal\":-77,\"datetime\":\"2026-01-31T12:00:00+01:00\",\"device_id\":\"90000003\"}", -77, "2026-01-31T11:00:00", null)]
    [InlineData("{\"data\":\"0xT\",\"RSSI\":-66.5,\"timestamp\":1769860800,\"gateway\":\"roof\"}", -67, "2026-01-31T12:00:00", "roof")]
    [InlineData("{\"a\":{\"b\":[{\"hex\":\"T\",\"time\":1769860800123}]}}", null, "2026-01-31T12:00:00", null)]
    [InlineData("{\"raw\":\"T\",\"rssi\":\"loud\",\"time\":\"yesterday\"}", null, null, null)]
    [InlineData("{\"telegram\":\"T\",\"rssi\":-80,\"time\":\"2026-01-31T12:00:00Z\",\"device\":\"attic\"}", -80, "2026-01-31T12:00:00", "attic")]
    public void Json_of_any_shape_gives_the_telegram_with_what_stands_beside_it(string message, int? rssi, string? time, string? device)
    {
        var one = Assert.Single(Read(message.Replace("T\"", Telegram + "\"", StringComparison.Ordinal)));
        Assert.Equal(Telegram, Convert.ToHexString(one.Bytes.Span));
        Assert.Equal((rssi, time, device), (one.RssiDbm, one.HeardAt?.UtcDateTime.ToString("s"), one.Device));
    }

    [Theory]
    [InlineData("{\"_\":\"telegram\",\"id\":\"90000003\",\"total_m3\":1.5}")]
    [InlineData("{\"data\":\"ABCD\"}")]
    [InlineData("[1,2,{}]")]
    [InlineData("\"text\"")]
    [InlineData(" \r\n")]
    public void What_holds_no_telegram_gives_none(string message) => Assert.DoesNotContain(Read(message), static t => t.Error.IsNone);

    [Fact]
    public void A_bad_one_among_good_ones_is_said()
    {
        var all = Read($"{Telegram}\nnonsense\n{Telegram}");
        Assert.Equal([true, false, true], all.Select(static t => t.Error.IsNone));
        Assert.Contains("Line 2", all[1].Error.Message);
    }

    private static List<ReceivedTelegram> Read(string message)
    {
        var found = new List<ReceivedTelegram>();
        MessagePayload.Read(Encoding.UTF8.GetBytes(message), found.Add);
        return found;
    }
}
