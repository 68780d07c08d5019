using System.Collections.Concurrent;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Security;

/// <summary>The keys at hand, found by the meter's serial number in constant time. Thread safe; keys can be added while telegrams are decoded.</summary>
public sealed class KeyRing
{
    private readonly ConcurrentDictionary<uint, MeterKey[]> bySerial = new();
    private volatile MeterKey[] forAny = [];

    /// <summary>An empty ring.</summary>
    public KeyRing()
    {
    }

    /// <summary>A ring with <paramref name="keys"/>.</summary>
    public KeyRing(IEnumerable<MeterKey> keys)
    {
        foreach (var key in keys) Add(key);
    }

    /// <summary>Number of keys.</summary>
    public int Count => bySerial.Sum(entry => entry.Value.Length) + forAny.Length;

    /// <summary>Adds a key; the newest key of a meter is tried first. Adding the same key again changes nothing.</summary>
    public void Add(MeterKey key)
    {
        if (key.Serial is { } serial)
        {
            bySerial.AddOrUpdate(serial, static (_, key) => [key], static (_, old, key) => With(old, key), key);
            return;
        }
        MeterKey[] before;
        do before = forAny;
        while (Interlocked.CompareExchange(ref forAny, With(before, key), before) != before);
    }

    /// <summary>The keys to try for a meter, best first; empty when there are none. A key for exactly this maker and serial comes before one for any maker.</summary>
    public ReadOnlySpan<MeterKey> Find(MeterAddress address)
    {
        if (!bySerial.TryGetValue(address.Serial, out var keys)) return forAny;
        if (keys.Length == 1 && (keys[0].Manufacturer is null || keys[0].Manufacturer == address.Manufacturer)) return keys;
        var fitting = keys.Where(k => k.Manufacturer is null || k.Manufacturer == address.Manufacturer).OrderBy(k => k.Manufacturer is null).ToArray();
        return fitting.Length > 0 ? fitting : forAny;
    }

    /// <summary>Every key, in no particular order.</summary>
    public IEnumerable<MeterKey> All => bySerial.Values.SelectMany(k => k).Concat(forAny);

    private static MeterKey[] With(MeterKey[] keys, MeterKey added)
    {
        var old = Array.FindIndex(keys, k => k.Manufacturer == added.Manufacturer && k.Bytes.SequenceEqual(added.Bytes));
        return old >= 0 && keys[old].Name == added.Name ? keys : [added, .. keys.Where((_, i) => i != old)];
    }
}
