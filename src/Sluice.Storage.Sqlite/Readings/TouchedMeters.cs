namespace Sluice.Storage.Sqlite;

/// <summary>The meters a commit changed, each as it was before. Used again by commit after commit: what is kept of a meter is big, and a thousand of them are not for the collector.</summary>
internal sealed class TouchedMeters
{
    private Entry[] entries = new Entry[64];

    public int Count { get; private set; }

    public MeterState this[int index] => entries[index].State;

    /// <summary>Keeps the meter as it is now.</summary>
    public void Add(MeterState state)
    {
        if (Count == entries.Length) Array.Resize(ref entries, 2 * Count);
        entries[Count].State = state;
        entries[Count++].Before = state.Data;
    }

    /// <summary>Makes all of them what they were.</summary>
    public void Restore()
    {
        for (var i = 0; i < Count; i++)
        {
            var state = entries[i].State;
            state.Data = entries[i].Before;
            state.TouchedBy = null;
        }
    }

    /// <summary>Ready for the next commit.</summary>
    public void Clear()
    {
        Array.Clear(entries, 0, Count);
        Count = 0;
    }

    private struct Entry
    {
        public MeterState State;
        public MeterData Before;
    }
}
