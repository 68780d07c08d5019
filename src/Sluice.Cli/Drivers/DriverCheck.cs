using Sluice.WMBus.Drivers;

namespace Sluice.Cli.Drivers;

/// <summary>Reads driver files and holds them against their own golden telegrams.</summary>
internal static class DriverCheck
{
    /// <returns>Exit code: 0 all as expected, 1 not.</returns>
    /// <exception cref="UsageException">A path is not there.</exception>
    public static int Run(string[] paths)
    {
        var fine = true;
        foreach (var (name, read) in paths.Length == 0 ? BuiltIn() : paths.SelectMany(Files)) fine &= Check(name, read);
        return fine ? 0 : 1;
    }

    private static IEnumerable<(string Name, Func<byte[]> Read)> BuiltIn() => BuiltInDrivers.Names().Select(n => (n, (Func<byte[]>)(() => BuiltInDrivers.Read(n))));

    private static IEnumerable<(string Name, Func<byte[]> Read)> Files(string path)
    {
        if (File.Exists(path)) return [(path, () => File.ReadAllBytes(path))];
        if (!Directory.Exists(path)) throw new UsageException($"{path}: no such file or folder.");
        var files = BuiltInDrivers.Files(path).ToList();
        if (files.Count == 0) throw new UsageException($"{path}: no *.json in this folder.");
        return files.Select(f => (f, (Func<byte[]>)(() => File.ReadAllBytes(f))));
    }

    private static bool Check(string name, Func<byte[]> read)
    {
        MeterDriver driver;
        try
        {
            driver = MeterDriver.Parse(read());
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sluice: {name}: {e.Message}");
            return false;
        }
        var failures = GoldenCheck.Run(driver).ToList();
        foreach (var failure in failures)
            Console.Error.WriteLine($"sluice: {name}: golden '{failure.Golden}': {failure.Field}: expected {failure.Expected}, got {failure.Got}");
        var failed = failures.Select(f => f.Golden).Distinct().Count();
        Console.WriteLine($"{name}: {driver.Name}, {driver.Goldens.Length - failed} of {driver.Goldens.Length} golden telegrams as expected");
        return failures.Count == 0;
    }
}
