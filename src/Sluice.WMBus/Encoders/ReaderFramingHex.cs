using System.Buffers;

namespace Sluice.WMBus.Encoders;

/// <summary>Plain lines: the telegram without CRCs in hexadecimal.</summary>
public sealed class ReaderFramingHex : ReaderFraming
{
    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override void Write(in RadioReception reception, IBufferWriter<byte> output)
    {
        Span<byte> telegram = stackalloc byte[256];
        var length = reception.CopyStripped(telegram);
        var line = output.GetSpan(520);
        var end = WriteHex(telegram[..length], line);
        line[end++] = (byte)'\n';
        output.Advance(end);
    }
}
