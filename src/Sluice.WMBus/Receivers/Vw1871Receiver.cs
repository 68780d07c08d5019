using System.Buffers.Binary;
using System.Buffers.Text;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>The byte stream of the Bluetooth hand-helds VW1811 and VW1871: an envelope per telegram, and battery messages between them.</summary>
/// <remarks>
/// Envelope: <c>FB FB FB F0</c>, device (4), clock (4), 61, RSSI (1), 01, frame of format B (L+1), CRC (2), <c>FE FE 0E 0F</c>. L decides the length: markers inside
/// a frame are not escaped. The CRC is big-endian, over everything from the first FB to the end of the frame.
/// At connect the reader sends a backlog that is cut at 2048 bytes, without an end marker; the next envelope then begins inside the cut one.
/// </remarks>
public sealed class Vw1871Receiver : RecordReceiver
{
    private const int HeaderLength = 15;
    private const int Overhead = 22;
    private const int ShortestFrameL = 11;

    private uint device;
    private string? deviceName;

    /// <summary>A receiver that has seen nothing yet.</summary>
    public Vw1871Receiver() : base(255 + Overhead)
    {
    }

    private static ReadOnlySpan<byte> TelegramStart => [0xFB, 0xFB, 0xFB, 0xF0];

    private static ReadOnlySpan<byte> BatteryStart => [0xFB, 0xFC, 0xFC, 0xF0];

    private static ReadOnlySpan<byte> End => [0xFE, 0xFE, 0x0E, 0x0F];

    private static ReadOnlySpan<byte> BatteryTextStart => "\r\nBattery Volt = "u8;

    private static ReadOnlySpan<byte> BatteryTextEnd => " mV\r\n"u8;

    private protected override int Take(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        var start = bytes.IndexOfAny((byte)0xFB, (byte)'\r');
        if (start != 0) return Skip(start < 0 ? bytes.Length : start);
        if (bytes[0] == '\r') return TakeBatteryText(bytes, ended);

        var marker = bytes[..Math.Min(4, bytes.Length)];
        if (TelegramStart.StartsWith(marker)) return TakeTelegram(bytes, ended, sink);
        if (BatteryStart.StartsWith(marker)) return TakeBattery(bytes, ended);
        return Skip(1);
    }

    private int TakeTelegram(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        if (bytes.Length <= HeaderLength) return ended ? Cut(bytes) : 0;
        var frameL = bytes[HeaderLength];
        if (frameL < ShortestFrameL) return RejectDamaged();
        var length = frameL + Overhead;
        if (bytes.Length < length) return ended ? Cut(bytes) : 0;

        var crcAt = length - 6;
        if (!bytes[(length - 4)..length].SequenceEqual(End)
            || Crc16.Compute(bytes[..crcAt]) != BinaryPrimitives.ReadUInt16BigEndian(bytes[crcAt..]))
        {
            return bytes[4..length].IndexOf(TelegramStart) >= 0 ? RejectTruncated() : RejectDamaged();
        }

        HandOver(
            new()
            {
                Bytes = bytes[HeaderLength..crcAt].ToArray(),
                Format = FrameFormat.B,
                RssiDbm = unchecked((sbyte)bytes[13]),
                Device = DeviceName(bytes[4..8]),
                ReceiverClockSeconds = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            },
            sink);
        return length;
    }

    private int Cut(ReadOnlySpan<byte> bytes) => bytes.Length < TelegramStart.Length ? Skip(1) : RejectTruncated();

    private int TakeBattery(ReadOnlySpan<byte> bytes, bool ended)
    {
        const int length = 10;
        if (bytes.Length < length) return ended ? Skip(1) : 0;
        if (!bytes[6..length].SequenceEqual(End)) return Skip(1);
        BatteryMillivolts = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        return length;
    }

    private int TakeBatteryText(ReadOnlySpan<byte> bytes, bool ended)
    {
        const int digits = 4;
        var start = BatteryTextStart;
        if (!bytes.StartsWith(start[..Math.Min(start.Length, bytes.Length)])) return Skip(1);
        var length = start.Length + digits + BatteryTextEnd.Length;
        if (bytes.Length < length) return ended ? Skip(1) : 0;
        if (!bytes[(start.Length + digits)..].StartsWith(BatteryTextEnd)) return Skip(1);
        if (!Utf8Parser.TryParse(bytes.Slice(start.Length, digits), out int millivolts, out var used) || used != digits) return Skip(1);
        BatteryMillivolts = millivolts;
        return length;
    }

    /// <summary>The digits of the reader's Bluetooth name: three bytes, the last one first. The fourth byte's meaning is not known.</summary>
    private string DeviceName(ReadOnlySpan<byte> bytes)
    {
        var serial = BinaryPrimitives.ReadUInt32LittleEndian(bytes) & 0xFFFFFF;
        if (deviceName is null || serial != device)
        {
            device = serial;
            deviceName = serial.ToString("x6");
        }
        return deviceName;
    }
}
