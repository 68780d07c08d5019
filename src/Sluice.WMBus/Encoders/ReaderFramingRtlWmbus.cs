using System.Buffers;
using System.Buffers.Binary;

namespace Sluice.WMBus.Encoders;

/// <summary>Lines of rtl_wmbus: <c>MODE;CRC_OK;3OUTOF6OK;time;packet RSSI;current RSSI;link layer id;0xtelegram</c>, the telegram without CRCs.</summary>
/// <remarks>The program's RSSI is a level of the stick, not dBm.</remarks>
public sealed class ReaderFramingRtlWmbus : ReaderFraming
{
    private const int LevelOffset = 181; // Puts a usual -84 dBm on a usual level of 97.

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override void Write(in RadioReception reception, IBufferWriter<byte> output)
    {
        Span<byte> telegram = stackalloc byte[256];
        var length = reception.CopyStripped(telegram);
        var line = output.GetSpan(640);
        var end = WriteText(reception.Damaged ? "C1;0;1;"u8 : "C1;1;1;"u8, line);
        end += WriteText(reception.At.UtcDateTime, "yyyy-MM-dd HH:mm:ss.fff", line[end..]);
        line[end++] = (byte)';';
        end += WriteText(reception.RssiDbm + LevelOffset, default, line[end..]);
        line[end++] = (byte)';';
        end += WriteText(reception.RssiDbm + LevelOffset + 2, default, line[end..]);
        line[end++] = (byte)';';
        end += WriteText(BinaryPrimitives.ReadUInt32LittleEndian(telegram[4..]), "x8", line[end..]);
        end += WriteText(";0x"u8, line[end..]);
        end += WriteHex(telegram[..length], line[end..]);
        line[end++] = (byte)'\n';
        output.Advance(end);
    }
}
