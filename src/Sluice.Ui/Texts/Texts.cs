using System.Globalization;
using System.Resources;

namespace Sluice.Ui;

/// <summary>The app's words in the language of whoever uses it: <c>Texts/Texts.resx</c>, for the field pages <c>Field/FieldTexts.resx</c>, each with its Hindi beside it.</summary>
public sealed class Texts
{
    private static readonly ResourceManager[] Sources = [new("Sluice.Ui.Texts.Texts", typeof(Texts).Assembly), new("Sluice.Ui.Field.FieldTexts", typeof(Texts).Assembly)];

    /// <summary>The text of a key. A key that does not exist is shown itself; a test looks for those.</summary>
    public string this[string key] => Find(key, CultureInfo.CurrentUICulture) ?? key;

    /// <summary>The text of a key with its holes filled: numbers and dates as the locale writes them.</summary>
    public string this[string key, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>The word for a code of the server; the code itself when we have none.</summary>
    /// <param name="kind">The first part of the key, as <c>Status</c>.</param>
    /// <param name="code">The code.</param>
    public static string Word(string kind, string code) => Find($"{kind}.{code}", CultureInfo.CurrentUICulture) ?? code;

    private static string? Find(string key, CultureInfo culture)
    {
        foreach (var source in Sources)
            if (source.GetString(key, culture) is { } text) return text;
        return null;
    }
}
