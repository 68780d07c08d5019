using System.Globalization;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>Lines of the program rtl_wmbus: <c>MODE;CRC_OK;3OUTOF6OK;time;packet RSSI;current RSSI;id;0xHEX</c>.</summary>
/// <remarks>
/// Only telegrams whose CRC and 3-out-of-6 code hold (<c>;1;1;</c>) are handed over; the others are counted as damaged. The CRCs are removed but L may
/// still count them: it is set right. The RSSI of rtl_wmbus is not in dBm and is not handed on. A second <c>;0x…</c> on a line is another telegram.
/// </remarks>
public sealed class RtlWmbusReceiver : LineReceiver
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    internal override void TakeLine(ReadOnlySpan<byte> line, long number, Action<ReceivedTelegram> sink)
    {
        if (line[0] == '#') return;
        var fields = line;
        if (fields.StartsWith("rla;"u8) || fields.StartsWith("t2a;"u8)) fields = fields[4..]; // the demodulator, with option -v
        var mode = NextField(ref fields);
        var crcOk = NextField(ref fields);
        var codeOk = NextField(ref fields);
        if (mode.Length != 2 || mode[0] is not ((byte)'T' or (byte)'C' or (byte)'S') || crcOk.Length != 1 || codeOk.Length != 1)
        {
            Bad(line, number, 0, "is not one of rtl_wmbus (MODE;CRC_OK;3OUTOF6OK;time;RSSI;RSSI;id;0xHEX).", sink);
            return;
        }
        if (crcOk[0] != '1' || codeOk[0] != '1')
        {
            Damaged++;
            return;
        }
        var heardAt = ParseTime(NextField(ref fields));
        var found = false;
        while (!fields.IsEmpty)
        {
            var field = NextField(ref fields);
            if (!field.StartsWith("0x"u8)) continue;
            found = true;
            TakeTelegram(line, number, field, heardAt, sink);
        }
        if (!found) Bad(line, number, line.Length, "has no telegram (0xHEX).", sink);
    }

    private void TakeTelegram(ReadOnlySpan<byte> line, long number, ReadOnlySpan<byte> field, DateTimeOffset? heardAt, Action<ReceivedTelegram> sink)
    {
        var hex = field[2..].TrimEnd(" \t"u8);
        if (!HexText.TryParsePlain(hex[..(hex.Length & ~1)], out var bytes))
        {
            Bad(line, number, line.IndexOf(field), "has a telegram that is not hexadecimal.", sink);
            return;
        }
        if (bytes.Length <= 256) bytes[0] = (byte)(bytes.Length - 1);
        HandOver(new() { Bytes = bytes, Format = FrameFormat.Stripped, HeardAt = heardAt }, sink);
    }

    private static ReadOnlySpan<byte> NextField(ref ReadOnlySpan<byte> fields)
    {
        var end = fields.IndexOf((byte)';');
        var field = end < 0 ? fields : fields[..end];
        fields = end < 0 ? default : fields[(end + 1)..];
        return field;
    }

    private static DateTimeOffset? ParseTime(ReadOnlySpan<byte> field)
    {
        Span<char> text = stackalloc char[32];
        if (field.EndsWith("Z"u8)) field = field[..^1];
        if (field.Length > text.Length) return null;
        for (var i = 0; i < field.Length; i++) text[i] = (char)field[i];
        return DateTimeOffset.TryParseExact(text[..field.Length], TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
