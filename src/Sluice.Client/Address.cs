using System.Globalization;
using System.Text;

namespace Sluice.Client;

/// <summary>Puts addresses together: values in paths and queries are escaped, absent ones left out.</summary>
internal static class Address
{
    /// <summary>A path; each hole becomes one escaped segment.</summary>
    public static string Path(FormattableString path) => string.Format(CultureInfo.InvariantCulture, path.Format, [.. path.GetArguments().Select(static a => Uri.EscapeDataString(Text(a)!))]);

    /// <summary>Appends a query of those values that are there.</summary>
    public static string With(this string path, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        var text = new StringBuilder(path);
        foreach (var (name, value) in query)
            if (Text(value) is { Length: > 0 } said)
                text.Append(text.Length == path.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(said));
        return text.ToString();
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
