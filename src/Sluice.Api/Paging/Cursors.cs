using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Metering.Readings;

namespace Sluice.Api.Paging;

/// <summary>Lists in pages: <c>?limit=</c> and <c>?next=</c>, the same on every list.</summary>
public static class Cursors
{
    /// <summary>Rows of a page when the caller does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Reads the page size: 1 to <see cref="IReadingStore.MaxPage"/>.</summary>
    public static bool TryLimit(string? text, out int limit)
    {
        limit = DefaultLimit;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= IReadingStore.MaxPage);
    }

    /// <summary>The problem for a page size that is none.</summary>
    public static IResult BadLimit() => Problem.BadParameter("BadLimit", $"limit is a number from 1 to {IReadingStore.MaxPage}.");

    /// <summary>The problem for a cursor of another list, or of none.</summary>
    public static IResult BadCursor() => Problem.BadParameter("BadCursor", "next is not a cursor of this list; pass the one of the page before, or none for the first page.");

    /// <summary>Answers with a page, or with what is wrong with the parameters.</summary>
    /// <param name="limit">The query's <c>limit</c>.</param>
    /// <param name="next">The query's <c>next</c>.</param>
    /// <param name="list">Makes the page; throws <see cref="FormatException"/> for a cursor that is none.</param>
    /// <param name="json">How the page is written.</param>
    public static async Task<IResult> PageAsync<T>(string? limit, string? next, Func<string?, int, Task<T>> list, JsonTypeInfo<T> json)
    {
        if (!TryLimit(limit, out var size)) return BadLimit();
        try
        {
            return Results.Json(await list(next, size), json);
        }
        catch (FormatException)
        {
            return BadCursor();
        }
    }
}
