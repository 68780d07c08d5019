namespace Sluice.WMBus.Frames;

/// <summary>Manufacturer code: three letters of five bits each (FLAG association), EN 13757-7, 7.5.2.</summary>
/// <param name="Code">The 16 bits as on air; bit 15 is 0 for a globally unique address.</param>
public readonly record struct Manufacturer(ushort Code)
{
    /// <summary>Parses three letters, upper or lower case.</summary>
    /// <returns>False when <paramref name="text"/> is not three letters A to Z.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Manufacturer manufacturer)
    {
        manufacturer = default;
        if (text.Length != 3) return false;
        var code = 0;
        foreach (var c in text)
        {
            var letter = char.ToUpperInvariant(c) - '@';
            if (letter is < 1 or > 26) return false;
            code = (code << 5) | letter;
        }
        manufacturer = new((ushort)code);
        return true;
    }

    /// <summary>Parses three letters.</summary>
    /// <exception cref="FormatException">They are not three letters A to Z.</exception>
    public static Manufacturer Parse(string text) =>
        TryParse(text, out var manufacturer) ? manufacturer : throw new FormatException($"A manufacturer is three letters, not '{text}'.");

    /// <summary>The three letters; characters outside A to Z appear as the standard's arithmetic gives them.</summary>
    public override string ToString() => string.Create(3, Code, static (span, code) =>
    {
        span[0] = (char)('@' + ((code >> 10) & 31));
        span[1] = (char)('@' + ((code >> 5) & 31));
        span[2] = (char)('@' + (code & 31));
    });
}
