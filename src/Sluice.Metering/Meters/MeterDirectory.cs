using System.Collections.Concurrent;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Meters;

/// <summary>Which society a meter belongs to, in memory: asked for every telegram. Loaded at the start, kept right by <see cref="MeterRegistry"/>.</summary>
/// <remarks>Safe for use from many threads.</remarks>
public sealed class MeterDirectory
{
    private readonly ConcurrentDictionary<ulong, DirectoryEntry> meters = new();

    /// <summary>Meters that were not registered before and are now: telegrams of theirs that wait can be decoded. Raised after they can be found here.</summary>
    public event Action<IReadOnlyList<MeterId>>? Added;

    /// <summary>How many meters.</summary>
    public int Count => meters.Count;

    /// <summary>Finds a meter.</summary>
    public bool TryFind(MeterId id, out DirectoryEntry entry) => meters.TryGetValue(id.SortKey, out entry);

    /// <summary>The meter's society; null when it is not registered.</summary>
    public SocietyId? SocietyOf(MeterId id) => meters.TryGetValue(id.SortKey, out var entry) ? entry.Society : null;

    /// <summary>The meters with serial numbers, of every maker.</summary>
    public ILookup<uint, DirectoryEntry> FindSerials(IReadOnlySet<uint> serials) =>
        meters.Values.Where(m => serials.Contains(m.Id.Serial)).ToLookup(static m => m.Id.Serial);

    /// <summary>Notes meters that are in the store, in the state they have now.</summary>
    public void Set(IReadOnlyCollection<DirectoryEntry> entries)
    {
        var added = new List<MeterId>();
        foreach (var entry in entries)
        {
            var isNew = !meters.ContainsKey(entry.Id.SortKey);
            meters[entry.Id.SortKey] = entry;
            if (isNew) added.Add(entry.Id);
        }
        if (added.Count > 0) Added?.Invoke(added);
    }

    /// <summary>Forgets a meter that is no longer in the store.</summary>
    public void Remove(MeterId id) => meters.TryRemove(id.SortKey, out _);
}

/// <summary>A meter in the directory.</summary>
/// <param name="Id">The meter.</param>
/// <param name="Society">The society it belongs to.</param>
/// <param name="Status">Whether it is read.</param>
/// <param name="TookAPlace">True when it was put in the place of another meter.</param>
public readonly record struct DirectoryEntry(MeterId Id, SocietyId Society, MeterStatus Status, bool TookAPlace = false);
