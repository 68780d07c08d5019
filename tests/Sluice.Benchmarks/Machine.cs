using System.Runtime.InteropServices;

namespace Sluice.Benchmarks;

/// <summary>Says what a figure was measured on.</summary>
internal static class Machine
{
    public static void Print()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        Console.WriteLine($"machine: {model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        if (File.Exists("/proc/loadavg")) Console.WriteLine($"load:    {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))} (figures of a busy machine are worse)");
    }
}
