using System.Buffers;

namespace Sluice.WMBus.Encoders;

/// <summary>Lines of a CUL with culfw in C1 mode after command X21: <c>bY</c>, frame format B with its CRCs, LQI and RSSI bytes, CR LF.</summary>
public sealed class ReaderFramingCul : ReaderFraming
{
    private const byte LinkQuality = 0x30;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override bool KeepsFrameCrc => true;

    /// <inheritdoc/>
    public override void Write(in RadioReception reception, IBufferWriter<byte> output)
    {
        var line = output.GetSpan(640);
        var end = WriteText("bY"u8, line);
        end += WriteHex(reception.Frame, line[end..]);
        var rssi = Math.Clamp((reception.RssiDbm + 74) * 2, -128, 127); // CC1101: half decibels, offset 74, two's complement.
        end += WriteHex([LinkQuality, (byte)(rssi & 0xFF)], line[end..]);
        end += WriteText("\r\n"u8, line[end..]);
        output.Advance(end);
    }
}
