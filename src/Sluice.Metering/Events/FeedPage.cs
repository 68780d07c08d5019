namespace Sluice.Metering.Events;

/// <summary>A part of what is followed by sequence: events or readings, oldest first.</summary>
/// <param name="Items">What there is after the place asked for; may be empty although there is more.</param>
/// <param name="Through">Everything up to here was looked at: ask for what comes after it next.</param>
/// <param name="More">True when there may be more already.</param>
public sealed record FeedPage<T>(IReadOnlyList<T> Items, long Through, bool More)
{
    /// <summary>A page of rows of which one more than the limit was asked for.</summary>
    public static FeedPage<T> Of(IReadOnlyList<T> rows, long after, int limit, Func<T, long> sequence)
    {
        IReadOnlyList<T> items = rows.Count > limit ? [.. rows.Take(limit)] : rows;
        return new(items, items.Count > 0 ? sequence(items[^1]) : after, rows.Count > limit);
    }
}
