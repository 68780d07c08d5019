using System.Reflection;
using Sluice.WMBus.Formats;

namespace Sluice.WMBus.Drivers;

/// <summary>The drivers that come with Sluice, and those in a user's folder.</summary>
public static class BuiltInDrivers
{
    /// <summary>Reads the built-in drivers and, after them, every <c>*.json</c> of a folder, which replace built-in ones for the same meters.</summary>
    /// <param name="folder">Null for none.</param>
    /// <exception cref="FormatException">A file is no driver; the message names the file.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static DriverCatalog Load(string? folder = null)
    {
        var drivers = new List<MeterDriver>();
        foreach (var name in Names()) drivers.Add(Parse(name, Read(name)));
        if (folder is not null) drivers.AddRange(LoadFolder(folder));
        return new(drivers);
    }

    /// <summary>Reads every <c>*.json</c> of a folder, in the order of their names.</summary>
    /// <exception cref="FormatException">A file is no driver; the message names the file.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static IEnumerable<MeterDriver> LoadFolder(string folder) => Files(folder).Select(f => Parse(f, File.ReadAllBytes(f)));

    /// <summary>The driver files of a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.json")
        .Where(f => !f.EndsWith("schema.json", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static MeterDriver Parse(string file, ReadOnlySpan<byte> content)
    {
        try
        {
            return MeterDriver.Parse(content);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>A registry with the formats built into the decoder and those the drivers name.</summary>
    public static FormatRegistry NewFormats(DriverCatalog drivers)
    {
        var formats = new FormatRegistry();
        drivers.AddFormatsTo(formats);
        return formats;
    }

    /// <summary>File names of the built-in drivers.</summary>
    public static IEnumerable<string> Names() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => !n.EndsWith("schema.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The bytes of a built-in driver file, or of <c>driver.schema.json</c>.</summary>
    public static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new ArgumentException($"There is no built-in file '{name}'.", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
