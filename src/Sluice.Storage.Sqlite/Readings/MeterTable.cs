using System.Collections.Concurrent;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

/// <summary>Every meter with a reading, in memory: the writer decides by it, readers see the latest readings in it. Loaded once; about half a kilobyte a meter.</summary>
internal sealed class MeterTable
{
    private readonly Dictionary<string, SocietyState> societies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SocietyId, SocietyState> published = new();
    private readonly Dictionary<ulong, MeterState> states = [];
    private readonly ConcurrentDictionary<(SocietyId, ulong), MeterState> readable = new();
    private readonly List<MeterState> fresh = [];
    private readonly Lock sorting = new();
    private volatile MeterState[] sorted = [];
    private volatile bool isSorted = true;
    private ReadingCounts counts = new(0, 0, 0);

    /// <summary>The number the next new meter gets.</summary>
    public long NextId { get; set; } = 1;

    /// <summary>Totals of the last commit.</summary>
    public ReadingCounts Counts => Volatile.Read(ref counts);

    /// <summary>Every meter of the last commit by society-independent order: serial number, then maker, then society.</summary>
    public MeterState[] Sorted
    {
        get
        {
            if (isSorted) return sorted;
            lock (sorting)
            {
                isSorted = true;   // one that comes meanwhile says so again
                var all = readable.Values.ToArray();
                Array.Sort(all, static (a, b) => a.Meter.SortKey != b.Meter.SortKey ? a.Meter.SortKey.CompareTo(b.Meter.SortKey) : a.Id.CompareTo(b.Id));
                return sorted = all;
            }
        }
    }

    /// <summary>A society that readers can see; null when it has no reading.</summary>
    public SocietyState? Find(SocietyId society) => published.GetValueOrDefault(society);

    /// <summary>A meter that readers can see; null when the society has no reading of it.</summary>
    public MeterState? Find(SocietyId society, MeterId meter) => readable.GetValueOrDefault((society, meter.SortKey));

    /// <summary>The society, for the writer.</summary>
    public SocietyState Society(Session session, Words words, SocietyId id)
    {
        if (societies.TryGetValue(id.Text, out var known)) return known;
        var made = new SocietyState(words.Number(session, id.Text)!.Value, id);
        societies.Add(id.Text, made);
        session.AtEnd(null, () => societies.Remove(id.Text));
        return made;
    }

    /// <summary>The meter in the society, for the writer; null when it has no reading there.</summary>
    public MeterState? State(SocietyState society, MeterId meter)
    {
        for (var state = states.GetValueOrDefault(meter.SortKey); state is not null; state = state.Elsewhere)
            if (state.Society == society) return state;
        return null;
    }

    /// <summary>The meter in any society, for the writer.</summary>
    public MeterState? Anywhere(MeterId meter) => states.GetValueOrDefault(meter.SortKey);

    /// <summary>Adds a meter, for the writer.</summary>
    public MeterState Add(SocietyState society, MeterId meter, long id)
    {
        var state = new MeterState(id, society, meter) { Elsewhere = states.GetValueOrDefault(meter.SortKey) };
        states[meter.SortKey] = state;
        fresh.Add(state);
        NextId = Math.Max(NextId, id + 1);
        return state;
    }

    /// <summary>Takes back <see cref="Add"/> of the meter added last.</summary>
    public void Remove(MeterState state)
    {
        if (state.Elsewhere is { } other) states[state.Meter.SortKey] = other;
        else states.Remove(state.Meter.SortKey);
        fresh.Remove(state);
        NextId = state.Id;
    }

    /// <summary>Shows readers what a commit did.</summary>
    public void Publish(TouchedMeters touched, long lastSequence, long added)
    {
        for (var i = 0; i < touched.Count; i++)
        {
            touched[i].Publish();
            touched[i].Society.PublishedHead = touched[i].Society.Head;
        }
        foreach (var state in fresh)
        {
            published[state.Society.Id] = state.Society;
            readable[(state.Society.Id, state.Meter.SortKey)] = state;
        }
        if (fresh.Count > 0) isSorted = false;
        fresh.Clear();
        Volatile.Write(ref counts, new(readable.Count, counts.Readings + added, lastSequence));
    }
}
