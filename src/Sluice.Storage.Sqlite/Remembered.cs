namespace Sluice.Storage.Sqlite;

/// <summary>Rows that every request asks for, remembered in memory. Only this process writes the database, and it calls <see cref="Forget"/> after each change: what is found is never older than the last change.</summary>
/// <param name="max">How many are remembered at most.</param>
internal sealed class Remembered<T>(int max)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, T> rows = new(StringComparer.Ordinal);
    private long changes;

    public T Find(string key, Func<string, T> load)
    {
        long before;
        lock (gate)
        {
            if (rows.TryGetValue(key, out var known)) return known;
            before = changes;
        }
        var read = load(key);
        lock (gate)
        {
            if (rows.Count >= max) rows.Clear();
            if (changes == before) rows[key] = read;   // else it may be from before the change
        }
        return read;
    }

    public void Forget(string key)
    {
        lock (gate)
        {
            changes++;
            rows.Remove(key);
        }
    }
}
