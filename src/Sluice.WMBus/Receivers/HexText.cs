using System.Buffers;

namespace Sluice.WMBus.Receivers;

/// <summary>Hexadecimal text as people and programs write it.</summary>
internal static class HexText
{
    /// <summary>Reads pairs of digits, upper or lower case; spaces, <c>| _ - : , .</c>, quotes and <c>0x</c> before a pair are passed over.</summary>
    /// <param name="text">Not longer than <see cref="LineReceiver.MaxLineLength"/>.</param>
    /// <param name="bytes">The bytes; without the last half one when <paramref name="halfByte"/>.</param>
    /// <param name="halfByte">The number of digits is odd.</param>
    /// <param name="errorAt">Where the first character that does not belong stands; -1 for none.</param>
    /// <returns>False when a character does not belong.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out byte[] bytes, out bool halfByte, out int errorAt)
    {
        halfByte = false;
        errorAt = -1;
        return TryParsePlain(text, out bytes) || TryParseLoose(text, out bytes, out halfByte, out errorAt);
    }

    /// <summary>Reads an even number of digits and nothing else: the fast path.</summary>
    public static bool TryParsePlain(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        // A look at both ends saves the array for nearly all text that is something else.
        if (text.IsEmpty || (text.Length & 1) != 0 || !char.IsAsciiHexDigit((char)text[0]) || !char.IsAsciiHexDigit((char)text[1])
            || !char.IsAsciiHexDigit((char)text[^1]))
        {
            bytes = [];
            return false;
        }
        bytes = GC.AllocateUninitializedArray<byte>(text.Length / 2);
        return Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
    }

    private static bool TryParseLoose(ReadOnlySpan<byte> text, out byte[] bytes, out bool halfByte, out int errorAt)
    {
        var digits = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var count = 0;
            errorAt = -1;
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (char.IsAsciiHexDigit((char)c)) digits[count++] = c;
                else if (c is (byte)'x' or (byte)'X' && IsPrefix(text, i, count)) count--;
                else if (!IsSeparator(c))
                {
                    errorAt = i;
                    break;
                }
            }
            halfByte = (count & 1) != 0;
            bytes = new byte[count / 2];
            return errorAt < 0 && Convert.FromHexString(digits.AsSpan(0, count & ~1), bytes, out _, out _) == OperationStatus.Done;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(digits);
        }
    }

    /// <summary>The x of 0x: its 0 begins a byte, and begins the text or stands behind a separator.</summary>
    private static bool IsPrefix(ReadOnlySpan<byte> text, int at, int digitsSoFar) =>
        at >= 1 && text[at - 1] == '0' && (digitsSoFar & 1) == 1 && (at == 1 || IsSeparator(text[at - 2]));

    private static bool IsSeparator(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'|' or (byte)'_' or (byte)'-' or (byte)':' or (byte)',' or (byte)'.'
        or (byte)'"' or (byte)'\'';
}
