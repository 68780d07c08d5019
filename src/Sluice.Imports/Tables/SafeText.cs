using System.Globalization;
using System.Text;

namespace Sluice.Imports.Tables;

/// <summary>Makes text of a foreign file fit to be shown: no control characters, bounded, and never a key that slipped into another column.</summary>
internal static class SafeText
{
    private const int MaxLength = 100;

    public static string Clean(string text)
    {
        if (text.Length == 0) return "";
        if (HoldsKey(text)) return "";
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength) break;
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse) continue;
            clean.Append(rune.ToString());
        }
        return clean.ToString();
    }

    /// <summary>True when 32 hexadecimal digits stand in a row, separators between them not counted.</summary>
    private static bool HoldsKey(string text)
    {
        var run = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiHexDigit(c)) run++;
            else if (c is not (' ' or '-' or ':' or '\t')) run = 0;
            if (run >= 32) return true;
        }
        return false;
    }
}
