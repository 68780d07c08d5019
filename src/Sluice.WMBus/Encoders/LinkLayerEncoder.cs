using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Encoders;

/// <summary>Puts the L field and the link layer's CRCs around a telegram's content. EN 13757-4, 12.</summary>
public static class LinkLayerEncoder
{
    /// <summary>Room that is enough for every encoded telegram: format A of 255 bytes with a CRC every 16.</summary>
    public const int MaxLength = 320;

    private const int BlockBData = 126; // Format B: a CRC after 126 bytes, L included, and one at the end.

    /// <summary>Writes L, the content and the CRCs of the format.</summary>
    /// <param name="content">C field, address, CI and everything after it; 9 to 255 bytes (B: at most 251).</param>
    /// <param name="format"><see cref="FrameFormat.A"/>, <see cref="FrameFormat.B"/> or <see cref="FrameFormat.Stripped"/>.</param>
    /// <param name="destination">Room for the result, at most <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The content does not fit the L field, or the format is another one.</exception>
    public static int Encode(ReadOnlySpan<byte> content, FrameFormat format, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(content.Length, 9, nameof(content));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, format == FrameFormat.B ? 251 : 255, nameof(content));
        return format switch
        {
            FrameFormat.Stripped => EncodeStripped(content, destination),
            FrameFormat.A => EncodeA(content, destination),
            FrameFormat.B => EncodeB(content, destination),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The link layer is written as A, B or Stripped."),
        };
    }

    private static int EncodeStripped(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        destination[0] = (byte)content.Length;
        content.CopyTo(destination[1..]);
        return content.Length + 1;
    }

    private static int EncodeA(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        destination[0] = (byte)content.Length;
        content[..9].CopyTo(destination[1..]);
        var end = AppendCrc(destination, 0, 10);
        for (var rest = content[9..]; rest.Length > 0;)
        {
            var block = Math.Min(16, rest.Length);
            rest[..block].CopyTo(destination[end..]);
            end = AppendCrc(destination, end, end + block);
            rest = rest[block..];
        }
        return end;
    }

    private static int EncodeB(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        var first = Math.Min(content.Length, BlockBData - 1);
        var rest = content[first..];
        destination[0] = (byte)(content.Length + (rest.IsEmpty ? 2 : 4)); // L counts the CRCs.
        content[..first].CopyTo(destination[1..]);
        var end = AppendCrc(destination, 0, first + 1);
        if (rest.IsEmpty) return end;
        rest.CopyTo(destination[end..]);
        return AppendCrc(destination, end, end + rest.Length);
    }

    private static int AppendCrc(Span<byte> destination, int start, int end)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[end..], Crc16.Compute(destination[start..end]));
        return end + 2;
    }
}
