namespace Sluice.WMBus.Receivers;

/// <summary>Text with one telegram in hexadecimal per line. Empty lines and what follows a <c>#</c> are passed over.</summary>
/// <remarks>Upper or lower case, with or without spaces, <c>| _ - : , .</c>, quotes, <c>0x</c>; also <c>telegram=|…|+12</c> as simulation files of wmbusmeters have it.
/// Which CRC bytes are left in the telegram is not known.</remarks>
public sealed class HexLineReceiver : LineReceiver
{
    private static ReadOnlySpan<byte> SimulationPrefix => "telegram="u8;

    internal override void TakeLine(ReadOnlySpan<byte> line, long number, Action<ReceivedTelegram> sink)
    {
        if (HexText.TryParsePlain(line, out var bytes))
        {
            HandOver(new() { Bytes = bytes }, sink);
            return;
        }
        var text = line;
        var comment = text.IndexOf((byte)'#');
        if (comment >= 0) text = text[..comment].TrimEnd(" \t"u8);
        if (text.IsEmpty) return;
        if (text.StartsWith(SimulationPrefix)) text = WithoutDelay(text[SimulationPrefix.Length..]);

        if (!HexText.TryParse(text, out bytes, out var halfByte, out var errorAt))
        {
            errorAt += line.IndexOf(text);
            Bad(line, number, errorAt, $"is not hexadecimal: the first character that does not belong is number {errorAt + 1}.", sink);
        }
        else if (bytes.Length == 0)
        {
            Bad(line, number, 0, "has no telegram.", sink);
        }
        else if (halfByte && !FrameShape.IsComplete(bytes))
        {
            Bad(line, number, line.Length - 1, "has an odd number of hexadecimal digits, and fewer than the telegram's length field promises.", sink);
        }
        else
        {
            HandOver(new() { Bytes = bytes }, sink);
        }
    }

    /// <summary>Cuts the <c>+seconds</c> off the end.</summary>
    private static ReadOnlySpan<byte> WithoutDelay(ReadOnlySpan<byte> text)
    {
        var plus = text.LastIndexOf((byte)'+');
        return plus > 0 && !text[(plus + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? text[..plus] : text;
    }
}
