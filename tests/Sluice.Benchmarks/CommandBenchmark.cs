using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>The whole command: a million hex lines with ten thousand keys, and the start for one telegram.</summary>
internal static class CommandBenchmark
{
    private const int Meters = 10_000, Lines = 1_000_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = FindRoot();
        var program = Path.Combine(root, "artifacts", "sluice", "sluice");
        if (!File.Exists(program))
        {
            Console.Error.WriteLine("sluice: bench: the published program is missing; './sluice --version' builds it");
            return 1;
        }
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            var traffic = new Traffic(Meters, Lines);
            var keys = Path.Combine(folder.FullName, "keys.csv");
            await File.WriteAllLinesAsync(keys, ["serial,key", .. traffic.Keys.Select(k => $"{k.Serial:x8},{Convert.ToHexString(k.Bytes)}")]);
            var small = Path.Combine(folder.FullName, "small.hex");
            var large = Path.Combine(folder.FullName, "large.hex");
            Write(traffic, small, Lines / 8);
            Write(traffic, large, Lines);
            var few = Run(program, ["decode", "--keys", keys, "--reader", "hex"], small);
            var many = Run(program, ["decode", "--keys", keys, "--reader", "hex"], large);
            var starts = Enumerable.Range(0, 10).Select(_ => Run(program, ["decode", Convert.ToHexString(traffic.Telegram(0))], null).Wall).Order().ToArray();
            var lines = (double)Lines;
            Console.WriteLine($"command: sluice decode, {lines / 1e6:F2} million hex lines, {Meters} keys, JSON out, whole process");
            Console.WriteLine($"  processor time {many.Processor.TotalSeconds:F2} s ({lines / many.Processor.TotalSeconds / 1000:F0}k telegrams/s on one core), wall {many.Wall.TotalSeconds:F2} s ({lines / many.Wall.TotalSeconds / 1000:F0}k/s)");
            Console.WriteLine($"  peak memory {many.PeakMegabytes:F0} MB; with an eighth of the input {few.PeakMegabytes:F0} MB");
            DecodeBenchmark.Print("microseconds of processor time per telegram", many.Processor.TotalMicroseconds / lines, 2, "us");
            DecodeBenchmark.Print("peak memory", many.PeakMegabytes, 200, "MB");
            DecodeBenchmark.Print("start for one telegram, median of 10", starts[5].TotalMilliseconds, 150, "ms");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(Traffic traffic, string file, int lines)
    {
        using var stream = new StreamWriter(file, append: false, Encoding.ASCII, 1 << 20);
        for (var i = 0; i < lines; i++) stream.WriteLine(Convert.ToHexString(traffic.Telegram(i)));
    }

    /// <summary>Runs a program with its output thrown away. The shell opens the files, so that no pipe of ours slows the program down, and counts its processor time.</summary>
    private static (TimeSpan Wall, TimeSpan Processor, double PeakMegabytes) Run(string program, string[] arguments, string? input)
    {
        const string Script = "f=$1; shift; \"$@\" <\"$f\" >/dev/null 2>&1; times";
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", input ?? "/dev/null", program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        var clock = Stopwatch.StartNew();
        using var shell = Process.Start(start)!;
        double peak = 0;
        while (!shell.WaitForExit(2)) peak = Math.Max(peak, PeakOfChild(shell.Id));
        var wall = clock.Elapsed;
        var children = shell.StandardOutput.ReadToEnd().Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (wall, children.Aggregate(TimeSpan.Zero, (sum, time) => sum + ParseTime(time)), peak);
    }

    /// <summary>Parses what <c>times</c> prints: 0m1.250000s.</summary>
    private static TimeSpan ParseTime(string time)
    {
        var parts = time.TrimEnd('s').Split('m');
        return TimeSpan.FromSeconds((60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static double PeakOfChild(int shell)
    {
        try
        {
            var child = File.ReadAllText($"/proc/{shell}/task/{shell}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            var line = child is null ? null : File.ReadLines($"/proc/{child}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', '\t').First(w => w.Length > 0 && char.IsDigit(w[0])), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "sluice.slnx"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("The project's root with sluice.slnx was not found above the benchmark.");
    }
}
