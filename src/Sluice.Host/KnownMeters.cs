using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Host;

/// <summary>Meters that nobody registered but whose keys are at hand: they go into a society of their own, so that their telegrams become readings.</summary>
internal static class KnownMeters
{
    /// <summary>The society of meters of key files.</summary>
    public static SocietyId Default { get; } = SocietyId.Parse("default");

    /// <summary>The society of the simulation.</summary>
    public static SocietyId Demo { get; } = SocietyId.Parse("demo");

    private static readonly Manufacturer Kamstrup = Manufacturer.Parse("KAM");

    /// <summary>Puts the meters of keys into a society, except those that are in one.</summary>
    public static void Add(MeterDirectory meters, IEnumerable<MeterKey> keys, SocietyId society)
    {
        var added = new List<DirectoryEntry>();
        foreach (var key in keys)
            if (key.Serial is { } serial && new MeterId(key.Manufacturer ?? Kamstrup, serial) is var id && !meters.TryFind(id, out _)) added.Add(new(id, society, MeterStatus.Active));
        meters.Set(added);
    }
}
