using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sluice.WMBus.Receivers;

/// <summary>Finds telegrams in JSON of any shape: every maker's gateway has its own. Objects with a <c>telegram</c> are read as <see cref="JsonLinesReceiver"/> reads them; in all others
/// hexadecimal text under a usual name is one, with the signal strength and the time beside it.</summary>
internal static class JsonMessage
{
    /// <summary>Deeper ones are none.</summary>
    public const int MaxDepth = 16;

    private const int SmallestTelegram = 11;

    private static readonly string[] HexNames = ["rawTelegram", "raw_telegram", "last_packet", "packet", "frame", "raw", "hex", "data", "payload", "message"];
    private static readonly string[] SignalNames = ["rssi", "rssi_dbm", "signal", "signal_dbm"];
    private static readonly string[] TimeNames = ["time", "timestamp", "datetime", "heardAt"];
    private static readonly string[] DeviceNames = ["device", "receiver", "gateway"];

    public static void Read(JsonElement element, Action<ReceivedTelegram> sink)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && Hex(item) is { } bytes) sink(new() { Bytes = bytes });
                else Read(item, sink);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object) ReadObject(element, sink);
    }

    private static void ReadObject(JsonElement element, Action<ReceivedTelegram> sink)
    {
        if (element.TryGetProperty("telegram"u8, out var telegram) && telegram.ValueKind == JsonValueKind.String)
        {
            new JsonLinesReceiver().TakeLine(JsonMarshal.GetRawUtf8Value(element), 1, sink);
            return;
        }
        if (Find(element, HexNames, Hex) is { } bytes)
        {
            sink(new()
            {
                Bytes = bytes,
                RssiDbm = FindValue(element, SignalNames, Signal),
                HeardAt = FindValue(element, TimeNames, Time),
                Device = Find(element, DeviceNames, static e => e.ValueKind == JsonValueKind.String ? e.GetString() : null),
            });
            return;
        }
        foreach (var property in element.EnumerateObject()) Read(property.Value, sink);
    }

    private static T? Find<T>(JsonElement element, string[] names, Func<JsonElement, T?> read) where T : class
    {
        foreach (var property in element.EnumerateObject())
            if (names.Contains(property.Name, StringComparer.OrdinalIgnoreCase) && read(property.Value) is { } found) return found;
        return null;
    }

    private static T? FindValue<T>(JsonElement element, string[] names, Func<JsonElement, T?> read) where T : struct
    {
        foreach (var property in element.EnumerateObject())
            if (names.Contains(property.Name, StringComparer.OrdinalIgnoreCase) && read(property.Value) is { } found) return found;
        return null;
    }

    private static byte[]? Hex(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        var raw = JsonMarshal.GetRawUtf8Value(element);
        var text = raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(element.GetString()!) : raw[1..^1];
        return text.Length <= LineReceiver.MaxLineLength && HexText.TryParse(text, out var bytes, out var halfByte, out _) && !halfByte && bytes.Length >= SmallestTelegram ? bytes : null;
    }

    private static int? Signal(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var dbm) && dbm is > -300 and < 300 ? (int)decimal.Floor(dbm) : null;

    /// <summary>RFC 3339, or seconds or milliseconds since 1970.</summary>
    private static DateTimeOffset? Time(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number))
            return number is > 1_000_000_000 and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(number)
                : number is > 1_000_000_000_000 and < 100_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;
        return element.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(element.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }
}
