using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>CUL and other sticks with culfw: <c>b</c> and a telegram of format A, or <c>bY</c> and one of format B, in hexadecimal, CRCs left in.</summary>
/// <remarks>After the command X21 the stick appends two bytes: link quality and signal strength. Lines that do not start with <c>b</c> are answers and other
/// radio protocols; they are counted as skipped. Old firmware loses the end of long telegrams: what is there is handed over, the decoder names what is missing.</remarks>
public sealed class CulReceiver : LineReceiver
{
    internal override void TakeLine(ReadOnlySpan<byte> line, long number, Action<ReceivedTelegram> sink)
    {
        if (line[0] != 'b')
        {
            SkippedBytes += line.Length;
            return;
        }
        var format = line.Length > 1 && line[1] == 'Y' ? FrameFormat.B : FrameFormat.A;
        var hex = line[(format == FrameFormat.B ? 2 : 1)..];
        if (!HexText.TryParsePlain(hex[..(hex.Length & ~1)], out var bytes))
        {
            Bad(line, number, 0, "starts like a telegram of a CUL (b) but does not go on in hexadecimal.", sink);
            return;
        }

        var length = format == FrameFormat.B ? bytes[0] + 1 : LinkLayer.LengthOfFormatA(Math.Max(9, (int)bytes[0]));
        var hasRssi = bytes.Length == length + 2;
        HandOver(
            new()
            {
                Bytes = hasRssi ? bytes.AsMemory(0, length) : bytes,
                Format = format,
                RssiDbm = hasRssi ? Rssi.FromCc1101(bytes[^1]) : null,
            },
            sink);
    }
}
