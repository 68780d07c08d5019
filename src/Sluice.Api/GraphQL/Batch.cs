using GraphQL.DataLoader;

namespace Sluice.Api.GraphQL;

/// <summary>Loads what a level of a query needs together: keys are collected while the level is walked, and asked for at once when the first value is needed.</summary>
/// <param name="load">Finds many; keys without a value are not in the answer.</param>
/// <param name="most">The most keys of one call.</param>
internal sealed class Batch<TKey, TValue>(Func<IReadOnlyCollection<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> load, int most) where TKey : notnull
{
    private readonly Lock gate = new();
    private Level level = new();

    /// <summary>The value of a key; null when there is none.</summary>
    /// <param name="then">Makes the field's value of it.</param>
    public IDataLoaderResult Load(TKey key, Func<TValue?, object?> then)
    {
        lock (gate)
        {
            level.Keys.Add(key);
            return new Pending(this, level, key, then);
        }
    }

    private Task<Dictionary<TKey, TValue>> RunAsync(Level asked, CancellationToken ct)
    {
        lock (gate)
        {
            if (asked == level) level = new();
            return asked.Values ??= LoadAsync(asked.Keys, ct);
        }
    }

    private async Task<Dictionary<TKey, TValue>> LoadAsync(HashSet<TKey> keys, CancellationToken ct)
    {
        var all = new Dictionary<TKey, TValue>(keys.Count);
        foreach (var some in keys.Chunk(most))
            foreach (var (key, value) in await load(some, ct)) all[key] = value;
        return all;
    }

    private sealed class Level
    {
        public HashSet<TKey> Keys { get; } = [];

        public Task<Dictionary<TKey, TValue>>? Values { get; set; }
    }

    private sealed class Pending(Batch<TKey, TValue> batch, Level level, TKey key, Func<TValue?, object?> then) : IDataLoaderResult
    {
        public async Task<object?> GetResultAsync(CancellationToken cancellationToken = default) =>
            then((await batch.RunAsync(level, cancellationToken)).TryGetValue(key, out var value) ? value : default);
    }
}
