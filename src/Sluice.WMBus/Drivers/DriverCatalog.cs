using System.Collections.Immutable;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Drivers;

/// <summary>All drivers at hand; finds the one for a meter by manufacturer, version and device type. Immutable.</summary>
public sealed class DriverCatalog
{
    private readonly Dictionary<uint, (MeterDriver Driver, string Model)> byType = [];

    /// <param name="drivers">Later ones win, so that a user's own driver replaces a built-in one.</param>
    public DriverCatalog(IEnumerable<MeterDriver> drivers)
    {
        Drivers = [.. drivers];
        foreach (var driver in Drivers)
        {
            foreach (var model in driver.Models)
            {
                foreach (var type in model.DeviceTypes) byType[Key(model.Manufacturer, model.Version, type)] = (driver, model.Name);
            }
        }
    }

    /// <summary>No drivers: every meter is read generically.</summary>
    public static DriverCatalog Empty { get; } = new([]);

    /// <summary>The drivers, in the order given.</summary>
    public ImmutableArray<MeterDriver> Drivers { get; }

    /// <summary>The driver and model name for a meter; the generic driver and an empty name when there is none.</summary>
    public (MeterDriver Driver, string Model) Find(MeterAddress address) =>
        byType.TryGetValue(Key(address.Manufacturer, address.Version, address.DeviceType), out var found) ? found : (MeterDriver.Generic, "");

    /// <summary>Adds the drivers' compact frame formats to a registry.</summary>
    public void AddFormatsTo(FormatRegistry formats)
    {
        foreach (var headers in Drivers.SelectMany(d => d.Formats)) formats.Add(Convert.FromHexString(headers));
    }

    private static uint Key(Manufacturer manufacturer, byte version, byte type) => ((uint)manufacturer.Code << 16) | ((uint)version << 8) | type;
}
