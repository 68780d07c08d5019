using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>IMST sticks: iM871A, iM871A-USB and iM170A with HCI frames, iU891A with SLIP frames.</summary>
/// <remarks>
/// HCI: <c>A5</c>, control (4 bits) and endpoint (4 bits), message, length, payload, [time stamp (4)], [RSSI (1)], [CRC (2)]; the control bits say which of the last
/// three are there. A telegram is endpoint 2, message 3; its payload has no L field and no link CRCs.
/// SLIP: <c>C0 09 20</c>, status, time (4), 3 bytes, RSSI in dBm, telegram with L, CRC (2), <c>C0</c>.
/// The unit of the time stamps is not documented to us, so they are not handed on.
/// </remarks>
public sealed class Im871aReceiver : RecordReceiver
{
    private const int LongestSlip = 640;
    private const int SlipHeaderLength = 11;

    /// <summary>A receiver that has seen nothing yet.</summary>
    public Im871aReceiver() : base(LongestSlip)
    {
    }

    private static ReadOnlySpan<byte> SlipStart => [0xC0, 0x09, 0x20];

    private protected override int Take(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        var start = bytes.IndexOfAny((byte)0xA5, (byte)0xC0);
        if (start != 0) return Skip(start < 0 ? bytes.Length : start);
        return bytes[0] == 0xA5 ? TakeHci(bytes, ended, sink) : TakeSlip(bytes, ended, sink);
    }

    private int TakeHci(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        if (bytes.Length < 4) return ended ? Skip(1) : 0;
        var control = bytes[1] >> 4;
        var endpoint = bytes[1] & 0x0F;
        if (endpoint is < 1 or > 3) return Skip(1);
        var hasCrc = (control & 8) != 0;
        var isTelegram = endpoint == 2 && bytes[2] == 3;
        // Without a CRC only a telegram can be told from junk; other messages are then looked through byte by byte.
        if (!hasCrc && !isTelegram) return Skip(1);
        var payload = bytes[3];
        if (isTelegram && payload < FrameShape.SmallestL) return Skip(1);
        if (isTelegram && !hasCrc)
        {
            if (bytes.Length < 4 + FrameShape.SmallestL) return ended ? RejectTruncated() : 0;
            if (!FrameShape.MayBegin(bytes.Slice(3, FrameShape.HeaderLength))) return Skip(1);
        }

        var timeStampLength = (control & 2) != 0 ? 4 : 0;
        var rssiAt = 4 + payload + timeStampLength;
        var crcAt = rssiAt + ((control & 4) != 0 ? 1 : 0);
        var length = crcAt + (hasCrc ? 2 : 0);
        if (bytes.Length < length) return ended ? RejectTruncated() : 0;
        if (hasCrc && CrcCcitt(bytes[1..crcAt]) != BinaryPrimitives.ReadUInt16LittleEndian(bytes[crcAt..])) return RejectDamaged();
        if (!isTelegram) return length;

        HandOver(
            new()
            {
                Bytes = FrameShape.WithLength(bytes.Slice(4, payload)),
                Format = FrameFormat.Stripped,
                RssiDbm = (control & 4) != 0 ? (bytes[rssiAt] - 245) >> 1 : null, // -100 + (value - 45) / 2, rounded down
            },
            sink);
        return length;
    }

    private int TakeSlip(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        var start = SlipStart[..Math.Min(3, bytes.Length)];
        if (!bytes.StartsWith(start)) return 1; // the end marker of the frame before, or a SLIP frame of no interest
        if (bytes.Length < 3) return ended ? 1 : 0;
        var end = bytes[1..Math.Min(bytes.Length, LongestSlip)].IndexOf((byte)0xC0) + 1;
        if (end == 0)
        {
            if (bytes.Length >= LongestSlip) return RejectDamaged();
            return ended ? RejectTruncated() : 0;
        }

        Span<byte> message = stackalloc byte[LongestSlip];
        var length = Unescape(bytes[1..end], message);
        if (length < SlipHeaderLength + FrameShape.HeaderLength + 2) return RejectDamaged();
        message = message[..length];
        if (CrcCcitt(message[..^2]) != BinaryPrimitives.ReadUInt16LittleEndian(message[^2..])) return RejectDamaged();
        var telegram = message[SlipHeaderLength..^2];
        HandOver(
            new()
            {
                Bytes = telegram.ToArray(),
                Format = telegram[0] == telegram.Length - 1 ? FrameFormat.Stripped : FrameFormat.Unknown,
                RssiDbm = unchecked((sbyte)message[10]),
            },
            sink);
        return end; // the end marker may be the start marker of the next frame
    }

    private static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> plain)
    {
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            var b = escaped[i];
            if (b == 0xDB)
            {
                if (++i == escaped.Length) return 0;
                if (escaped[i] is not (0xDC or 0xDD)) return 0;
                b = escaped[i] == 0xDC ? (byte)0xC0 : (byte)0xDB;
            }
            plain[length++] = b;
        }
        return length;
    }

    /// <summary>CRC-16-CCITT: reflected polynomial 8408h, initial value FFFFh, result inverted.</summary>
    internal static ushort CrcCcitt(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
        }
        return (ushort)(~crc & 0xFFFF);
    }
}
