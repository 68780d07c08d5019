using Sluice.Metering.Identity;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>Keys in memory, for tests and the phone.</summary>
public sealed class InMemoryMeterKeyStore : IMeterKeyStore
{
    private readonly Lock gate = new();
    private readonly List<SocietyKey> rows = [];

    public ValueTask<IReadOnlyList<KeyOutcome>> PutAsync(SocietyScope scope, IReadOnlyList<MeterKey> keys, CancellationToken ct)
    {
        lock (gate) return new([.. keys.Select(key => Put(scope.Society, key))]);
    }

    public ValueTask<IReadOnlyList<MeterKey>> FindAsync(SocietyScope scope, IReadOnlyCollection<uint> serials, CancellationToken ct)
    {
        lock (gate) return new([.. rows.Where(r => r.Society == scope.Society && r.Key.Serial is { } serial && serials.Contains(serial)).Select(static r => r.Key)]);
    }

    public ValueTask<IReadOnlyList<SocietyKey>> LoadAsync(InstallationScope scope, CancellationToken ct)
    {
        lock (gate) return new([.. rows]);
    }

    private KeyOutcome Put(SocietyId society, MeterKey key)
    {
        var newest = rows.FindLastIndex(r => r.Society == society && r.Key.Serial == key.Serial && r.Key.Manufacturer == key.Manufacturer);
        if (newest >= 0 && rows[newest].Key.Bytes.SequenceEqual(key.Bytes))
        {
            rows[newest] = new(society, key);
            return KeyOutcome.Unchanged;
        }
        rows.Add(new(society, key));
        return newest < 0 ? KeyOutcome.Added : KeyOutcome.Replaced;
    }
}
