using System.Buffers;

namespace Sluice.WMBus.Encoders;

/// <summary>A JSON object a line: <c>{"telegram":"…","rssi":-84,"timestamp":"2026-03-14T01:30:00.000Z"}</c>, the telegram without CRCs.</summary>
public sealed class ReaderFramingJsonLines : ReaderFraming
{
    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override void Write(in RadioReception reception, IBufferWriter<byte> output)
    {
        Span<byte> telegram = stackalloc byte[256];
        var length = reception.CopyStripped(telegram);
        var line = output.GetSpan(640);
        var end = WriteText("{\"telegram\":\""u8, line);
        end += WriteHex(telegram[..length], line[end..]);
        end += WriteText("\",\"rssi\":"u8, line[end..]);
        end += WriteText(reception.RssiDbm, default, line[end..]);
        end += WriteText(",\"timestamp\":\""u8, line[end..]);
        end += WriteText(reception.At.UtcDateTime, "yyyy-MM-ddTHH:mm:ss.fffZ", line[end..]);
        end += WriteText("\"}\n"u8, line[end..]);
        output.Advance(end);
    }
}
