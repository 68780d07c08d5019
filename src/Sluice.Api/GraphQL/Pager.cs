using System.Globalization;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;

namespace Sluice.Api.GraphQL;

/// <summary>A list of one society, as its store has it.</summary>
/// <param name="Fetch">A page after a cursor.</param>
/// <param name="Show">What a row is shown as; null: not at all.</param>
/// <param name="MaxFetch">The most rows of a page.</param>
/// <param name="Descends">True: the store lists newest first.</param>
internal sealed record Listing<T>(Func<string?, int, ValueTask<Page<T>>> Fetch, Func<T, object?> Show, int MaxFetch = 1_000, bool Descends = false);

/// <summary>Lists in pages: <c>limit</c>, <c>nextToken</c>, <c>sortDirection</c>, the same on every list. What a page may look at is bounded.</summary>
internal static class Pager
{
    /// <summary>Items of a page when the caller does not say, as in Amplify.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The most items of a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>With a filter, a page looks at no more than this many times its limit.</summary>
    public const int MaxFetches = 20;

    /// <summary>The most rows that are turned round for the direction the store does not list in.</summary>
    public const int MaxTurned = 10_000;

    /// <summary>The page's limit.</summary>
    public static int Limit(FieldCall field) => field.Number("limit") switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit and { } limit => limit,
        _ => throw GraphQLProblem.BadArgument("BadLimit", $"limit is a number from 1 to {MaxLimit}."),
    };

    /// <summary>A page of a society's list.</summary>
    public static async ValueTask<object?> PageAsync<T>(FieldCall field, Listing<T> list, Func<T, bool> fits)
    {
        try
        {
            return IsTurned(field.Text("sortDirection"), list) ? await TurnedAsync(field, list, fits) : await ForwardAsync(field.Text("nextToken"), Limit(field), MaxFetches, list, fits);
        }
        catch (FormatException)
        {
            throw BadCursor();
        }
    }

    /// <summary>A page over all societies of the caller, one after the other.</summary>
    public static async ValueTask<object?> OverSocietiesAsync<T>(FieldCall field, Func<SocietyScope, Listing<T>> listOf, Func<T, bool> fits)
    {
        var limit = Limit(field);
        var (society, cursor) = Split(field.Text("nextToken"));
        var items = new List<object>();
        var scanned = 0;
        try
        {
            for (var fetches = 0; fetches < MaxFetches; fetches++)
            {
                if (society is null || cursor is null)
                {
                    var next = await field.Service<ISocietyStore>().ListAsync(field.Call.Caller, society, 1, field.Cancel);
                    if (next.Items is not [var found]) return new Connection(items, null, scanned);
                    society = found.Id.Text;
                }
                var page = field.Enter(society) is { } scope ? await ForwardAsync(cursor is { Length: > 0 } ? cursor : null, limit - items.Count, 1, listOf(scope), fits) : Connection.Empty;
                items.AddRange(page.Items);
                scanned += page.ScannedCount;
                cursor = page.NextToken;
                if (items.Count == limit) break;
            }
        }
        catch (FormatException)
        {
            throw BadCursor();
        }
        return new Connection(items, $"{society} {cursor ?? ""}".TrimEnd(), scanned);
    }

    /// <summary>What of rows read already fits, as a page.</summary>
    public static Connection Of<T>(Page<T> page, Listing<T> list, Func<T, bool> fits) =>
        new([.. page.Items.Where(fits).Select(list.Show).OfType<object>()], page.Next, page.Items.Count);

    /// <summary>True when the caller wants the direction the store does not list in.</summary>
    public static bool IsTurned<T>(string? direction, Listing<T> list) => direction is not null && (direction == "DESC") != list.Descends;

    private static async ValueTask<Connection> ForwardAsync<T>(string? cursor, int limit, int mostFetches, Listing<T> list, Func<T, bool> fits)
    {
        var items = new List<object>();
        var scanned = 0;
        for (var fetches = 0; fetches < mostFetches; fetches++)
        {
            var page = await list.Fetch(cursor, Math.Min(list.MaxFetch, limit - items.Count));
            scanned += page.Items.Count;
            items.AddRange(page.Items.Where(fits).Select(list.Show).OfType<object>());
            cursor = page.Next;
            if (cursor is null || items.Count == limit) break;
        }
        return new(items, cursor, scanned);
    }

    /// <summary>Reads the list to its end and goes backwards. Tokens count from the end that does not move.</summary>
    private static async ValueTask<Connection> TurnedAsync<T>(FieldCall field, Listing<T> list, Func<T, bool> fits)
    {
        var skip = 0;
        if (field.Text("nextToken") is { } token && !(token.StartsWith('~') && int.TryParse(token.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out skip))) throw BadCursor();
        var limit = Limit(field);
        var rows = new List<T>();
        string? cursor = null;
        do
        {
            var page = await list.Fetch(cursor, list.MaxFetch);
            rows.AddRange(page.Items);
            if (rows.Count > MaxTurned)
                throw GraphQLProblem.BadArgument("TooManyToSort", $"In this direction at most {MaxTurned} rows can be sorted; narrow the list by timestamp, or take it in its own direction ({(list.Descends ? "DESC" : "ASC")}).");
            cursor = page.Next;
        }
        while (cursor is not null);
        rows.Reverse();
        var seen = rows.Skip(skip).Take(limit).ToList();
        return new([.. seen.Where(fits).Select(list.Show).OfType<object>()], skip + limit < rows.Count ? string.Create(CultureInfo.InvariantCulture, $"~{skip + limit}") : null, seen.Count);
    }

    private static (string? Society, string? Cursor) Split(string? token)
    {
        if (token is null) return (null, null);
        var at = token.IndexOf(' ', StringComparison.Ordinal);
        var society = at < 0 ? token : token[..at];
        return SocietyId.TryParse(society, out _) ? (society, at < 0 ? null : token[(at + 1)..]) : throw BadCursor();
    }

    private static GraphQLProblem BadCursor() => GraphQLProblem.BadArgument("BadCursor", "nextToken is not one of this list; pass the one of the page before, or none for the first page.");
}
