using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>Keys in memory, for tests and the phone.</summary>
public sealed class InMemoryMeterKeyStore : IMeterKeyStore
{
    private readonly Lock gate = new();
    private readonly List<MeterKey> keys = [];

    public ValueTask<IReadOnlyList<KeyOutcome>> PutAsync(IReadOnlyList<MeterKey> keys, CancellationToken ct)
    {
        lock (gate) return new([.. keys.Select(Put)]);
    }

    public ValueTask<IReadOnlyList<MeterKey>> LoadAsync(CancellationToken ct)
    {
        lock (gate) return new([.. keys]);
    }

    private KeyOutcome Put(MeterKey key)
    {
        var newest = keys.FindLastIndex(k => k.Serial == key.Serial && k.Manufacturer == key.Manufacturer);
        if (newest >= 0 && keys[newest].Bytes.SequenceEqual(key.Bytes))
        {
            keys[newest] = key;
            return KeyOutcome.Unchanged;
        }
        keys.Add(key);
        return newest < 0 ? KeyOutcome.Added : KeyOutcome.Replaced;
    }
}
