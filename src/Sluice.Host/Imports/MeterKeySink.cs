using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Meters;
using Sluice.Storage.Sqlite;
using Sluice.WMBus.Security;

namespace Sluice.Host.Imports;

/// <summary>Puts keys that come with meters into the key store, and notes their fingerprints with the meters.</summary>
internal sealed class MeterKeySink(SqliteStore store, IMeterStore meters) : IMeterKeySink
{
    public async ValueTask PutAsync(SocietyScope scope, IReadOnlyList<MeterKey> keys, CancellationToken ct)
    {
        if (store.Keys is not { } safe) throw new InvalidOperationException("The store was opened without a wrapping key.");
        await safe.PutAsync(keys, ct);
        await meters.SetKeyFingerprintsAsync(scope, [.. keys.Select(static k => (new MeterId(k.Manufacturer!.Value, k.Serial!.Value), k.Fingerprint))], ct);
    }
}
