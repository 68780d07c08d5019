using System.Collections.Concurrent;

namespace Sluice.Storage.Sqlite;

/// <summary>Texts that come again and again, kept once each and named by a small number.</summary>
internal sealed class Words
{
    /// <summary>Beyond so many the ones at hand are forgotten and read again when needed.</summary>
    private const int MaxAtHand = 50_000;

    private readonly ConcurrentDictionary<long, string> texts = new();
    private readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);

    /// <summary>The number of a text, given to it if it has none. For the writer.</summary>
    public long? Number(Session session, string? text)
    {
        if (text is null) return null;
        if (numbers.TryGetValue(text, out var known)) return known;
        var find = session.Raw("Words.Find");
        find.BindText(1, text);
        var number = find.Step() ? find.Number(0) : 0;
        find.Reset();
        if (number == 0)
        {
            var add = session.Raw("Words.Add");
            add.BindText(1, text);
            if (add.Step()) number = add.Number(0);
            add.Reset();
            session.AtEnd(null, () => numbers.Remove(text));
        }
        if (numbers.Count >= MaxAtHand) numbers.Clear();
        numbers[text] = number;
        return number;
    }

    /// <summary>The text of a number. For readers.</summary>
    public string Text(Session session, long number)
    {
        if (texts.TryGetValue(number, out var known)) return known;
        var text = (string)session.Bind("Words.Text", ("$id", number)).ExecuteScalar()!;
        if (texts.Count >= MaxAtHand) texts.Clear();
        texts[number] = text;
        return text;
    }
}
