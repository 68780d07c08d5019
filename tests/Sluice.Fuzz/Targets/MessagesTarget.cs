using System.Text;
using Sluice.WMBus;
using Sluice.WMBus.Receivers;

namespace Sluice.Fuzz.Targets;

/// <summary>Whole messages of gateways, as message brokers carry them.</summary>
internal sealed class MessagesTarget : FuzzTarget
{
    private const string Telegram = "30442D2C030000901F068D2015205400207B3D706498962A1E420B56CC57E0EE2011395D886C9F25916220F939C73C75E6";

    public override string Name => "messages";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. new[]
    {
        Telegram, $"{Telegram}\r\n{Telegram}", $$"""{"telegram":"{{Telegram}}","rssi":-80,"time":"2026-01-31T12:00:00Z","device":"a"}""", $$"""[{"telegram":"{{Telegram}}"},"{{Telegram}}"]""",
        $$$"""{"payload":{"oms_endpoint":[{"datetime":1769860800,"signal":-77,"last_packet":"{{{Telegram}}}"}]}}""", $$"""{"data":"0x{{Telegram}}","RSSI":-3.5e1,"timestamp":"2026-01-31 12:00"}""",
        $"C1;1;1;2026-03-01 12:00:00.000;97;148;90000003;0x{Telegram}", $"b{Telegram}", $"telegram=|{Telegram}|+12",
    }.Select(Encoding.UTF8.GetBytes), Convert.FromHexString(Telegram + Telegram)];

    public override IReadOnlyList<byte[]> Words { get; } = [.. new[] { "{", "}", "[", "]", ",", ":", "\"telegram\":", "\"raw\":\"", "\"rssi\":", "\"time\":", "\\u0030", "1e99", "-0", "\uFEFF", "\n", "\"key\":\"" }.Select(Encoding.UTF8.GetBytes)];

    public override int LongestInput => 2000;

    public override int Run(ReadOnlySpan<byte> input)
    {
        var found = new List<ReceivedTelegram>();
        MessagePayload.Read(input, found.Add);
        var state = Math.Min(found.Count, 6);
        foreach (var telegram in found)
        {
            Require(telegram.Error.IsNone != telegram.Bytes.IsEmpty, "a telegram has bytes or an error, never both and never neither");
            Require(telegram.Error.IsNone || telegram.Error is { Code: DecodeErrorCode.BadInput, Message.Length: > 0 }, "what is wrong is said");
            Require(telegram.Source is not { Length: > 512 }, "the offending text is shortened");
            Require(telegram.Bytes.Length <= input.Length, "no telegram is longer than its message");
            state = Mix(state, (int)telegram.Error.Code + ((int)telegram.Format << 8) + (telegram.RssiDbm is null ? 0 : 1 << 16) + (telegram.Device is null ? 0 : 1 << 17) + (telegram.HeardAt is null ? 0 : 1 << 18));
        }
        return state;
    }
}
