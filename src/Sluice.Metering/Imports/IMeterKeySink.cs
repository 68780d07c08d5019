using Sluice.Metering.Identity;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Imports;

/// <summary>Takes keys that come with meters of a society. They go in and never come out.</summary>
public interface IMeterKeySink
{
    /// <summary>Keeps keys of the society's registered meters, but not those that archived telegrams refute; durable when the call returns. The same key again changes nothing.</summary>
    ValueTask PutAsync(SocietyScope scope, IReadOnlyList<MeterKey> keys, CancellationToken ct);
}
