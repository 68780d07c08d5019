using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Sluice.Ui;

namespace Sluice.App.Tests;

public sealed partial class TextsTests
{
    private static readonly string[] Sources = ["Sluice.Ui.Texts.Texts", "Sluice.Ui.Field.FieldTexts"];

    [Fact]
    public void Every_text_exists_in_every_language_with_the_same_holes()
    {
        var wrong = new List<string>();
        foreach (var source in Sources)
        {
            var (english, hindi) = (Read(source, CultureInfo.InvariantCulture), Read(source, new("hi")));
            wrong.AddRange(english.Keys.Except(hindi.Keys).Select(k => $"{source}: {k} has no Hindi"));
            wrong.AddRange(hindi.Keys.Except(english.Keys).Select(k => $"{source}: {k} has no English"));
            wrong.AddRange(english.Keys.Intersect(hindi.Keys).Where(k => !Holes(english[k]).SetEquals(Holes(hindi[k]))).Select(k => $"{source}: {k} has other holes in Hindi"));
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_text_that_pages_name_exists()
    {
        var known = Sources.SelectMany(static s => Read(s, CultureInfo.InvariantCulture).Keys).ToHashSet(StringComparer.Ordinal);
        var pages = Directory.EnumerateFiles(Path.Combine(AppServer.Root, "src", "Sluice.Ui"), "*", SearchOption.AllDirectories).Where(static f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal));
        var missing = from page in pages
                      let text = File.ReadAllText(page)
                      from key in Named().Matches(text).Select(static m => m.Groups["key"].Value)
                          .Concat(Choice().Matches(text).SelectMany(static m => (string[])[m.Groups["a"].Value, m.Groups["b"].Value]))
                          .Concat(Helped().Matches(text).Select(static m => $"Help.{m.Groups["key"].Value}"))
                      where !known.Contains(key)
                      select $"{Path.GetFileName(page)}: {key}";
        Assert.Empty(missing.Distinct());
    }

    private static Dictionary<string, string> Read(string source, CultureInfo culture)
    {
        using var set = new ResourceManager(source, typeof(Texts).Assembly).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
        return set.Cast<System.Collections.DictionaryEntry>().ToDictionary(static e => (string)e.Key, static e => (string)e.Value!, StringComparer.Ordinal);
    }

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(static m => m.Groups["n"].Value)];

    [GeneratedRegex(@"\b(?:T|Words|texts|words)\[""(?<key>[\w.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\bT\[[^\]""]+\? ""(?<a>[\w.]+)"" : ""(?<b>[\w.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Choice();

    [GeneratedRegex(@"<Page [^>]*\bHelp=""(?<key>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Helped();

    [GeneratedRegex(@"\{(?<n>\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();
}
