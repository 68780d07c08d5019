using System.Buffers;
using System.Globalization;
using Sluice.Reports.Cells;

namespace Sluice.Reports.Xlsx;

/// <summary>Text as a cell holds it. ECMA-376-1, 22.9.2.19 (ST_Xstring): what XML cannot hold is written <c>_xHHHH_</c>, and an underscore that would start such a thing is escaped itself.</summary>
internal static class SheetText
{
    /// <summary>The most UTF-16 units a cell holds.</summary>
    public const int MaxLength = 32_767;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '&', '<', '>', '"', '_', '\uFFFE', '\uFFFF', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    /// <summary>At most <see cref="MaxLength"/> units; what is longer ends in "…" and never in half a character.</summary>
    public static ReadOnlySpan<char> Cut(string text)
    {
        if (text.Length <= MaxLength) return text;
        var end = MaxLength - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>True when a person who edits the cell would turn it into a formula.</summary>
    public static bool LooksLikeFormula(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@';

    /// <summary>True when white space at an end would be dropped.</summary>
    public static bool NeedsPreserve(ReadOnlySpan<char> text) => text.Length > 0 && (text[0] <= ' ' || text[^1] <= ' ');

    /// <summary>Writes escaped text.</summary>
    public static void Write(Utf8Output output, ReadOnlySpan<char> text)
    {
        while (true)
        {
            var next = text.IndexOfAny(Special);
            if (next < 0)
            {
                output.Chars(text);
                return;
            }
            output.Chars(text[..next]);
            text = text[(next + WriteSpecial(output, text[next..]))..];
        }
    }

    /// <summary>The same as a string, for small parts.</summary>
    public static string Escape(string text)
    {
        var result = new System.Text.StringBuilder(text.Length);
        foreach (var (index, c) in text.Index())
        {
            if ((c < ' ' && c is not ('\t' or '\n')) || c is '\uFFFE' or '\uFFFF') result.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            else if (c == '_' && StartsEscape(text.AsSpan(index))) result.Append("_x005F_");
            else if (char.IsSurrogate(c) && !IsPaired(text, index)) result.Append('\uFFFD');
            else result.Append(c);
        }
        return result.ToString();
    }

    private static int WriteSpecial(Utf8Output output, ReadOnlySpan<char> text)
    {
        var c = text[0];
        switch (c)
        {
            case '&': output.Raw("&amp;"u8); break;
            case '<': output.Raw("&lt;"u8); break;
            case '>': output.Raw("&gt;"u8); break;
            case '"': output.Raw("&quot;"u8); break;
            case '\t' or '\n': output.Byte((byte)c); break;
            case '_' when StartsEscape(text): output.Raw("_x005F_"u8); break;
            case '_': output.Byte((byte)'_'); break;
            case >= '\uD800' and <= '\uDFFF':
                if (text.Length > 1 && char.IsSurrogatePair(c, text[1]))
                {
                    output.Chars(text[..2]);
                    return 2;
                }
                output.Raw("\uFFFD"u8);
                break;
            default:
                output.Raw("_x"u8);
                output.Format((int)c, "X4");
                output.Byte((byte)'_');
                break;
        }
        return 1;
    }

    private static bool IsPaired(string text, int index) =>
        char.IsHighSurrogate(text[index]) ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) : index > 0 && char.IsHighSurrogate(text[index - 1]);

    private static bool StartsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_'
        && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);
}
