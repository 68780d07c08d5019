using System.Buffers;
using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Encoders;

/// <summary>The Bluetooth stream of a VW1811 or VW1871: an envelope around each frame with the reader's number, its clock, RSSI and a CRC; battery messages.</summary>
/// <remarks>
/// <c>FB FB FB F0 | reader 4 | time 4 | 61 | RSSI | 01 | frame B | CRC 2 | FE FE 0E 0F</c>. The clock counts seconds from its own power-on epoch;
/// only differences mean something. The first reception fixes it.
/// </remarks>
public sealed class ReaderFramingVw1871 : ReaderFraming
{
    private const int HeaderLength = 15;
    private const long ClockAtPowerOn = 1_653_726_600; // What the volatile clock shows at power-on.
    private readonly byte[] reader;
    private readonly long clockAtFirst;
    private DateTimeOffset? first;

    /// <summary>A reader with an invented number.</summary>
    public ReaderFramingVw1871()
        : this([0x99, 0x99, 0x99, 0x08], ClockAtPowerOn + 60)
    {
    }

    /// <param name="reader">The reader's four identification bytes.</param>
    /// <param name="clockAtFirst">What the reader's clock shows at the first reception, seconds.</param>
    public ReaderFramingVw1871(ReadOnlySpan<byte> reader, long clockAtFirst)
    {
        if (reader.Length != 4) throw new ArgumentException($"A reader is identified by 4 bytes; these are {reader.Length}.", nameof(reader));
        this.reader = reader.ToArray();
        this.clockAtFirst = clockAtFirst;
    }

    private static ReadOnlySpan<byte> Start => [0xFB, 0xFB, 0xFB, 0xF0];

    private static ReadOnlySpan<byte> BatteryStart => [0xFB, 0xFC, 0xFC, 0xF0];

    private static ReadOnlySpan<byte> End => [0xFE, 0xFE, 0x0E, 0x0F];

    /// <inheritdoc/>
    public override bool IsText => false;

    /// <inheritdoc/>
    public override bool KeepsFrameCrc => true;

    /// <inheritdoc/>
    public override void Write(in RadioReception reception, IBufferWriter<byte> output)
    {
        first ??= reception.At;
        var frame = reception.Frame;
        var record = output.GetSpan(HeaderLength + frame.Length + 6);
        Start.CopyTo(record);
        reader.CopyTo(record[4..]);
        var clock = clockAtFirst + ((reception.At - first.Value).Ticks / TimeSpan.TicksPerSecond);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)(clock & 0xFFFF_FFFF));
        record[12] = 0x61;
        record[13] = (byte)(Math.Clamp(reception.RssiDbm, -128, 127) & 0xFF);
        record[14] = 0x01;
        frame.CopyTo(record[HeaderLength..]);
        var end = HeaderLength + frame.Length;
        BinaryPrimitives.WriteUInt16BigEndian(record[end..], Crc16.Compute(record[..end]));
        End.CopyTo(record[(end + 2)..]);
        output.Advance(end + 6);
    }

    /// <inheritdoc/>
    public override void WriteBattery(int millivolts, IBufferWriter<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(millivolts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(millivolts, 9999);
        var record = output.GetSpan(64);
        var end = WriteText("\r\nBattery Volt = "u8, record);
        end += WriteText(millivolts, "D4", record[end..]);
        end += WriteText(" mV\r\n"u8, record[end..]);
        end += WriteText(BatteryStart, record[end..]);
        BinaryPrimitives.WriteUInt16LittleEndian(record[end..], (ushort)millivolts);
        end += 2;
        end += WriteText(End, record[end..]);
        output.Advance(end);
    }
}
