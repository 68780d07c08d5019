using System.Buffers;
using System.Buffers.Binary;

namespace Sluice.WMBus.Encoders;

/// <summary>Frames of the iM871A: A5, control and endpoint, message 03, length, telegram without L and CRCs, time stamp, RSSI, CRC-16-CCITT.</summary>
public sealed class ReaderFramingIm871a : ReaderFraming
{
    private const byte WithTimeRssiAndCrc = 0xE2; // Control bits 2, 4 and 8; endpoint 2, the radio link.
    private const byte DataReceived = 0x03;

    /// <inheritdoc/>
    public override bool IsText => false;

    /// <inheritdoc/>
    public override void Write(in RadioReception reception, IBufferWriter<byte> output)
    {
        Span<byte> telegram = stackalloc byte[256];
        var length = reception.CopyStripped(telegram);
        var record = output.GetSpan(300);
        record[0] = 0xA5;
        record[1] = WithTimeRssiAndCrc;
        record[2] = DataReceived;
        record[3] = (byte)(length - 1);
        telegram[1..length].CopyTo(record[4..]);
        var end = length + 3;
        BinaryPrimitives.WriteUInt32LittleEndian(record[end..], (uint)(reception.At.ToUnixTimeSeconds() & 0xFFFF_FFFF));
        record[end + 4] = (byte)Math.Clamp(((reception.RssiDbm + 100) * 2) + 45, 0, 255);
        end += 5;
        BinaryPrimitives.WriteUInt16LittleEndian(record[end..], CrcCcitt(record[1..end]));
        output.Advance(end + 2);
    }

    /// <summary>CRC-16-CCITT, reflected polynomial 8408h, initial value FFFFh, inverted (X.25); without the A5.</summary>
    private static ushort CrcCcitt(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
        }
        return (ushort)(crc ^ 0xFFFF);
    }
}
