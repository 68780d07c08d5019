using System.Buffers.Text;
using System.Text.Json;

namespace Sluice.WMBus;

/// <summary>Writes integer × 10^exponent as a JSON number: no trailing zeros, and not through a floating point type.</summary>
internal static class JsonNumber
{
    /// <summary>Bytes that are always enough.</summary>
    public const int MaximumLength = 64;

    private const int LargestExponent = 40;

    /// <summary>Writes the number as a JSON value; null when its exponent is absurd.</summary>
    public static void Write(Utf8JsonWriter json, long mantissa, int exponent)
    {
        Span<byte> text = stackalloc byte[MaximumLength];
        json.WriteRawValue(text[..Format(text, mantissa, exponent)], skipInputValidation: true);
    }

    /// <summary>Writes the number as text.</summary>
    /// <param name="text">At least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int Format(Span<byte> text, long mantissa, int exponent)
    {
        while (exponent < 0 && mantissa % 10 == 0)
        {
            if (mantissa == 0) exponent = -1;
            mantissa /= 10;
            exponent++;
        }
        if (mantissa == 0) exponent = 0;
        if (exponent is < -LargestExponent or > LargestExponent)
        {
            "null"u8.CopyTo(text);
            return 4;
        }
        var at = 0;
        if (mantissa < 0) text[at++] = (byte)'-';
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(mantissa < 0 ? unchecked((ulong)-mantissa) : (ulong)mantissa, digits, out var count);
        if (exponent >= 0)
        {
            digits[..count].CopyTo(text[at..]);
            text.Slice(at + count, exponent).Fill((byte)'0');
            return at + count + exponent;
        }
        var fraction = -exponent;
        var whole = Math.Max(count - fraction, 0);
        if (whole == 0) text[at++] = (byte)'0';
        digits[..whole].CopyTo(text[at..]);
        at += whole;
        text[at++] = (byte)'.';
        text.Slice(at, fraction - (count - whole)).Fill((byte)'0');
        at += fraction - (count - whole);
        digits[whole..count].CopyTo(text[at..]);
        return at + count - whole;
    }
}
