using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>One JSON object per line: <c>{"telegram":"HEX","key":"HEX","rssi":-80,"name":"…","device":"…","time":"2026-01-31T12:00:00Z","format":"wmbus"}</c>.</summary>
/// <remarks>
/// Only <c>telegram</c> is needed; other members, among them <c>"_":"decode"</c> and <c>driver</c> of wmbusmeters, are passed over. <c>rssi_dbm</c> and <c>timestamp</c> are
/// other names of <c>rssi</c> and <c>time</c>. <c>format</c> is wmbus or mbus (a wired frame). A time without a zone is UTC; one that is not RFC 3339 is left out.
/// </remarks>
public sealed class JsonLinesReceiver : LineReceiver
{
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    internal override void TakeLine(ReadOnlySpan<byte> line, long number, Action<ReceivedTelegram> sink)
    {
        if (line[0] == '#') return;
        try
        {
            var reader = new Utf8JsonReader(line);
            var telegram = Read(ref reader, out var wrong);
            if (telegram is not null) HandOver(telegram, sink);
            else Bad(line, number, 0, wrong, sink);
        }
        catch (JsonException e)
        {
            // The reader has no other way to say that text is not JSON.
            Bad(line, number, (int)(e.BytePositionInLine ?? 0), $"is not a JSON object; it goes wrong at byte {(e.BytePositionInLine ?? 0) + 1}.", sink);
        }
        catch (InvalidOperationException)
        {
            Bad(line, number, 0, "has text that is not UTF-8.", sink);
        }
    }

    private static ReceivedTelegram? Read(ref Utf8JsonReader reader, out string wrong)
    {
        byte[]? bytes = null;
        string? key = null;
        string? name = null;
        string? device = null;
        int? rssi = null;
        DateTimeOffset? time = null;
        var format = FrameFormat.Unknown;
        wrong = "";

        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            wrong = "is not a JSON object.";
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("telegram"u8))
            {
                reader.Read();
                if (!TryTelegram(ref reader, out bytes)) wrong = "has a telegram that is not hexadecimal.";
            }
            else if (reader.ValueTextEquals("key"u8))
            {
                reader.Read();
                if (!TryKey(ref reader, out key)) wrong = "has a key that is not 32 hexadecimal digits.";
            }
            else if (reader.ValueTextEquals("format"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("mbus"u8)) format = FrameFormat.Wired;
                else if (reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals("wmbus"u8)) wrong = "has a format that is neither wmbus nor mbus.";
            }
            else if (reader.ValueTextEquals("rssi"u8) || reader.ValueTextEquals("rssi_dbm"u8)) rssi = ReadRssi(ref reader) ?? rssi;
            else if (reader.ValueTextEquals("time"u8) || reader.ValueTextEquals("timestamp"u8)) time = ReadTime(ref reader) ?? time;
            else if (reader.ValueTextEquals("name"u8)) name = ReadText(ref reader);
            else if (reader.ValueTextEquals("device"u8)) device = ReadText(ref reader);
            else reader.Read();
            reader.Skip(); // the inside of a value that is no scalar
        }
        reader.Read(); // nothing may follow

        if (wrong.Length == 0 && bytes is not { Length: > 0 }) wrong = "has no telegram.";
        return wrong.Length > 0
            ? null
            : new() { Bytes = bytes, Format = format, Key = key, Name = name, Device = device, RssiDbm = rssi, HeardAt = time };
    }

    private static bool TryTelegram(ref Utf8JsonReader reader, out byte[]? bytes)
    {
        bytes = null;
        if (reader.TokenType != JsonTokenType.String) return false;
        var text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return HexText.TryParse(text, out bytes, out var halfByte, out _) && (!halfByte || FrameShape.IsComplete(bytes));
    }

    /// <summary>An empty text, null and NOKEY (as wmbusmeters has it) mean no key.</summary>
    private static bool TryKey(ref Utf8JsonReader reader, out string? key)
    {
        key = null;
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.String) return false;
        if (reader.ValueTextEquals(""u8) || reader.ValueTextEquals("NOKEY"u8)) return true;
        Span<byte> bytes = stackalloc byte[16];
        if (!Security.MeterKey.TryParseHex(reader.GetString(), bytes)) return false;
        key = Convert.ToHexString(bytes);
        return true;
    }

    private static int? ReadRssi(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var dbm) && dbm is > -300 and < 300 ? (int)decimal.Floor(dbm) : null;
    }

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader reader) =>
        ReadText(ref reader) is { } text
        && DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
