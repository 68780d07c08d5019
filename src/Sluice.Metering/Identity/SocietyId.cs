using System.Diagnostics.CodeAnalysis;

namespace Sluice.Metering.Identity;

/// <summary>A society's id: 1 to <see cref="MaxLength"/> of a-z, 0-9 and single hyphens between them, for example <c>green-park</c>. Part of addresses, object names and table keys, so it never changes.</summary>
public readonly record struct SocietyId
{
    /// <summary>The longest id.</summary>
    public const int MaxLength = 40;

    private readonly string? text;

    private SocietyId(string text) => this.text = text;

    /// <summary>The id as text; empty for default.</summary>
    public string Text => text ?? "";

    /// <summary>Parses an id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SocietyId id)
    {
        id = default;
        if (text is not { Length: > 0 and <= MaxLength } || text[0] == '-' || text[^1] == '-' || text.Contains("--", StringComparison.Ordinal)) return false;
        foreach (var c in text)
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')) return false;
        id = new(text);
        return true;
    }

    /// <summary>Parses an id.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SocietyId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no society id: 1 to {MaxLength} of a-z, 0-9 and hyphens.");

    public override string ToString() => Text;
}
