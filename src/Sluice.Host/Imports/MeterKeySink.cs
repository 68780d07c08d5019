using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Keys;
using Sluice.WMBus.Security;

namespace Sluice.Host.Imports;

/// <summary>Brings in keys that come with meters. One that the archive refutes is not kept: its meter shows no fingerprint.</summary>
internal sealed class MeterKeySink(KeyRegistry registry) : IMeterKeySink
{
    public async ValueTask PutAsync(SocietyScope scope, IReadOnlyList<MeterKey> keys, CancellationToken ct) => await registry.ImportAsync(scope, keys, force: false, ct);
}
