using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Host.Registry;

/// <summary>Registers at the start what nobody registered but whose keys are at hand, so that its telegrams become readings.</summary>
internal sealed class Onboarding(Registries registries, TimeProvider clock)
{
    /// <summary>The society of meters of key files.</summary>
    public static SocietyId Default { get; } = SocietyId.Parse("default");

    /// <summary>The maker of meters whose key file does not say.</summary>
    public static Manufacturer Kamstrup { get; } = Manufacturer.Parse("KAM");

    private static readonly InstallationScope Start = Authorizer.ForWorker("start");

    /// <summary>Registers the meters of keys that are in no society, in <see cref="Default"/>, and brings the keys in.</summary>
    /// <param name="keys">A key that names no maker is for a Kamstrup meter.</param>
    /// <returns>How many meters were registered, and the keys that were not kept because the archive refutes them.</returns>
    public async Task<(int Registered, IReadOnlyList<KeyResult> Refused)> RegisterAsync(IReadOnlyList<MeterKey> keys, CancellationToken ct)
    {
        var registered = 0;
        var refused = new List<KeyResult>();
        foreach (var part in keys.Where(static k => k.Serial is not null).Select(static k => new MeterKey(k.Serial, k.Bytes, k.Manufacturer ?? Kamstrup, k.Name)).Chunk(IMeterStore.MaxBatch))
        {
            var unknown = part.Where(k => registries.Meters.Directory.SocietyOf(IdOf(k)) is null).DistinctBy(IdOf).Select(k => new Meter
            {
                Id = IdOf(k),
                Society = Default,
                Place = k.Name.Length <= SocietyRules.MaxPlaceName ? k.Name : k.Name[..SocietyRules.MaxPlaceName],
            }).ToList();
            if (unknown.Count > 0)
            {
                await registries.Societies.CreateAsync(Start, new() { Id = Default, Name = "Default", CreatedAt = clock.GetUtcNow() }, ct);
                await registries.Meters.UpsertAsync(Authorizer.ForWorker(Default, "start"), unknown, ct);
                registered += unknown.Count;
            }
            var report = await registries.Keys.ImportAsync(Start, part, force: false, ct);
            refused.AddRange(report.Keys.Where(static k => k.Stored is null));
        }
        return (registered, refused);
    }

    private static MeterId IdOf(MeterKey key) => new(key.Manufacturer!.Value, key.Serial!.Value);
}
