using System.Buffers.Binary;

namespace Sluice.WMBus.Frames;

/// <summary>Removes the link layer's CRCs. EN 13757-4, 12.3 (format A) and 12.4 (format B).</summary>
internal static class LinkLayer
{
    /// <summary>Length of L, C, M, A: the bytes before the first CI.</summary>
    public const int HeaderLength = 10;

    /// <summary>L 255 and everything it can count, L itself included.</summary>
    public const int MaximumLength = 256;

    private const int FirstBlockA = 10;
    private const int BlockA = 16;
    private const int FirstBlocksB = 128;

    /// <summary>Bytes of a format A frame with all CRCs, for a length field.</summary>
    public static int LengthOfFormatA(int l) => l + 1 + 2 + (2 * ((l - 9 + BlockA - 1) / BlockA));

    /// <summary>Copies a format A frame without its CRCs.</summary>
    /// <param name="raw">At least <see cref="LengthOfFormatA"/> bytes.</param>
    /// <param name="plain">Receives L + 1 bytes.</param>
    /// <param name="bad">Offset in <paramref name="raw"/> of the first block whose CRC fails; -1 when all hold.</param>
    public static int StripA(ReadOnlySpan<byte> raw, Span<byte> plain, out int bad)
    {
        bad = -1;
        var length = raw[0] + 1;
        int from = 0, to = 0;
        for (var block = FirstBlockA; to < length; block = BlockA)
        {
            var count = Math.Min(block, length - to);
            if (!BlockHolds(raw.Slice(from, count + 2)) && bad < 0) bad = from;
            raw.Slice(from, count).CopyTo(plain[to..]);
            from += count + 2;
            to += count;
        }
        return length;
    }

    /// <summary>Copies a format B frame without its CRCs and corrects L to count what is left.</summary>
    /// <param name="raw">At least L + 1 bytes; L at least 11.</param>
    /// <param name="plain">Receives the bytes.</param>
    /// <param name="bad">Offset in <paramref name="raw"/> of the first block whose CRC fails; -1 when all hold.</param>
    public static int StripB(ReadOnlySpan<byte> raw, Span<byte> plain, out int bad)
    {
        bad = -1;
        var total = raw[0] + 1;
        // A rest of fewer than three bytes after the first 128 is no block of its own.
        var first = total < FirstBlocksB + 3 ? Math.Min(total, FirstBlocksB) : FirstBlocksB;
        if (!BlockHolds(raw[..first])) bad = 0;
        raw[..(first - 2)].CopyTo(plain);
        var length = first - 2;
        if (total >= FirstBlocksB + 3)
        {
            if (!BlockHolds(raw[FirstBlocksB..total]) && bad < 0) bad = FirstBlocksB;
            raw[FirstBlocksB..(total - 2)].CopyTo(plain[length..]);
            length += total - 2 - FirstBlocksB;
        }
        plain[0] = (byte)(length - 1);
        return length;
    }

    /// <summary>True when the last two bytes are the CRC of the others.</summary>
    public static bool BlockHolds(ReadOnlySpan<byte> block) =>
        Crc16.Compute(block[..^2]) == BinaryPrimitives.ReadUInt16BigEndian(block[^2..]);

    /// <summary>Control fields that wireless M-Bus uses, either direction. EN 13757-4, 12.5.</summary>
    public static bool IsControlField(byte c) => c is 0x44 or 0x46 or 0x47 or 0x48 or 0x00 or 0x10 or 0x20 or 0x30 or 0x08 or 0x18 or 0x28 or 0x38
        or 0x40 or 0x43 or 0x53 or 0x73 or 0x54 or 0x74 or 0x5A or 0x7A or 0x5B or 0x7B or 0x06;
}
