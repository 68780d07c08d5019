using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>What can be said of a telegram without decoding it: how long it is and whether it looks like one.</summary>
internal static class FrameShape
{
    /// <summary>Length of L, C, M, A and CI.</summary>
    public const int HeaderLength = 11;

    /// <summary>The longest telegram of format A, its CRCs included.</summary>
    public const int LongestFormatA = 290;

    /// <summary>Smallest L that is worth looking at: C, M, A and CI.</summary>
    public const int SmallestL = 10;

    /// <summary>Device types above are reserved. EN 13757-7, 7.5.</summary>
    private const byte LargestDeviceType = 0x3F;

    /// <summary>Whether every block CRC of a whole format A frame holds.</summary>
    public static bool IsFormatA(ReadOnlySpan<byte> frame)
    {
        var block = 10;
        while (!frame.IsEmpty)
        {
            if (frame.Length < 3) return false;
            var data = Math.Min(block, frame.Length - 2);
            if (!LinkLayer.BlockHolds(frame[..(data + 2)])) return false;
            frame = frame[(data + 2)..];
            block = 16;
        }
        return true;
    }

    /// <summary>Control fields that meters send: SND-NR, SND-IR, ACC-NR, ACC-DMD, RSP-UD, CNF-IR. EN 13757-4, 11.5.2.</summary>
    public static bool IsControlField(byte c) => c is 0x44 or 0x46 or 0x47 or 0x48 or 0x08 or 0x18 or 0x28 or 0x38 or 0x06;

    /// <summary>Whether the bytes at hand can begin a telegram; the more bytes, up to <see cref="HeaderLength"/>, the surer.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes) =>
        (bytes.Length < 1 || bytes[0] >= SmallestL)
        && (bytes.Length < 2 || IsControlField(bytes[1]))
        && (bytes.Length < 4 || IsManufacturer(BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..])))
        && (bytes.Length < 10 || bytes[9] <= LargestDeviceType)
        && (bytes.Length < HeaderLength || IsControlInformation(bytes[10]));

    /// <summary>Whether the telegram is at least as long as its own length field says; false for no bytes.</summary>
    public static bool IsComplete(ReadOnlySpan<byte> bytes) =>
        bytes is [0x68, var l, var l2, 0x68, ..] && l == l2 ? bytes.Length >= l + 6 : !bytes.IsEmpty && bytes.Length > bytes[0];

    /// <summary>L field and the rest in a new array.</summary>
    public static byte[] WithLength(ReadOnlySpan<byte> afterL)
    {
        var telegram = new byte[afterL.Length + 1];
        telegram[0] = (byte)afterL.Length;
        afterL.CopyTo(telegram.AsSpan(1));
        return telegram;
    }

    private static bool IsManufacturer(ushort code) =>
        IsLetter((code >> 10) & 31) && IsLetter((code >> 5) & 31) && IsLetter(code & 31);

    private static bool IsLetter(int fiveBits) => fiveBits is >= 1 and <= 26;

    private static bool IsControlInformation(byte ci) => ci is (>= 0x69 and <= 0x90) or (>= 0xA0 and <= 0xB7);
}
