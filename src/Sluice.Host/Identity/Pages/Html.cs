using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Sluice.Host.Identity.Pages;

/// <summary>Markup written as an interpolated string: what is inserted goes in as text, never as markup, unless it is markup already.</summary>
[InterpolatedStringHandler]
internal readonly struct Html
{
    private readonly StringBuilder? text;

    public Html(int literalLength, int formattedCount) => text = new(literalLength + (16 * formattedCount));

    private Html(string markup) => text = new(markup);

    /// <summary>No markup.</summary>
    public static Html None => default;

    /// <summary>Says that an interpolated string is markup, where the compiler cannot tell.</summary>
    public static Html Of(Html markup) => markup;

    /// <summary>Markup that somebody else made safe.</summary>
    public static Html Raw(string markup) => new(markup);

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    public void AppendLiteral(string literal) => text!.Append(literal);

    public void AppendFormatted(string? value) => text!.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public void AppendFormatted(int value) => text!.Append(value);

    public void AppendFormatted(Html markup) => text!.Append(markup.text);

    public override string ToString() => text?.ToString() ?? "";
}
