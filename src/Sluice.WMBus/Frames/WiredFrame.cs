namespace Sluice.WMBus.Frames;

/// <summary>Long frame of wired M-Bus: 68 L L 68 C A CI … checksum 16. EN 13757-2, 5.</summary>
internal static class WiredFrame
{
    /// <summary>Offset of the CI field.</summary>
    public const int ContentOffset = 6;

    /// <summary>Checksum and stop byte.</summary>
    public const int TrailerLength = 2;

    private const byte Start = 0x68, Stop = 0x16;

    /// <summary>Bytes of the whole frame.</summary>
    public static int Length(ReadOnlySpan<byte> frame) => frame[1] + 4 + TrailerLength;

    /// <summary>True when the bytes begin like a long frame.</summary>
    public static bool IsWired(ReadOnlySpan<byte> bytes) => bytes is [Start, var l, var again, Start, ..] && l == again;

    /// <summary>Checks start, length, checksum and stop.</summary>
    public static DecodeError Check(ReadOnlySpan<byte> frame)
    {
        if (!IsWired(frame)) return new(DecodeErrorCode.NotWMBus, Layer.Link, 0, "No long frame of wired M-Bus: it starts 68 L L 68.");
        if (frame[1] < 3) return new(DecodeErrorCode.NotWMBus, Layer.Link, 1, $"Length {frame[1]} is too short for C, A and CI.");
        var length = Length(frame);
        if (frame.Length < length)
            return new(DecodeErrorCode.Truncated, Layer.Link, frame.Length, $"The length field promises {length} bytes; {frame.Length} are here, {length - frame.Length} are missing.");
        byte sum = 0;
        foreach (var b in frame[4..(length - TrailerLength)]) sum = unchecked((byte)(sum + b));
        if (sum != frame[length - 2]) return new(DecodeErrorCode.Damaged, Layer.Link, length - 2, "The checksum fails: bytes were changed on the way.");
        return frame[length - 1] == Stop ? default : new(DecodeErrorCode.Damaged, Layer.Link, length - 1, "The stop byte 16 is missing.");
    }
}
