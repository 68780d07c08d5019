using System.Diagnostics;
using System.Globalization;
using Sluice.Reports.Cells;
using Sluice.Reports.Csv;
using Sluice.Reports.Model;
using Sluice.Reports.ParquetFiles;
using Sluice.Reports.Xlsx;

namespace Sluice.Benchmarks;

/// <summary>Goal X1 and the rates of data files: each export beside a bare loop that writes the same, each in a process of its own, so that the peak of its memory is its own.</summary>
internal static class ExportBenchmark
{
    private const string Child = "--one";
    private const int Repeats = 40;

    private static readonly (string Name, Func<Task> Work)[] Arms =
    [
        ("idle", () => Task.CompletedTask),
        ("session", () => SessionAsync(10_000)),
        ("session-warm", () => RepeatAsync(() => SessionAsync(10_000))),
        ("session-warm-bare", () => RepeatAsync(() => BareExport.SessionAsync(10_000))),
        ("xlsx", () => ReadingsAsync(1_000_000)),
        ("xlsx-bare", () => BareExport.SheetAsync(1_000_000)),
        ("csv", () => CsvAsync(10_000_000)),
        ("csv-bare", () => BareExport.CsvAsync(10_000_000)),
        ("parquet", () => ParquetAsync(10_000_000)),
        ("parquet-bare", () => BareExport.ParquetAsync(10_000_000)),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [Child, var name])
        {
            await OneAsync(Arms.Single(a => a.Name == name).Work);
            return 0;
        }
        Machine.Print();
        var figures = Arms.ToDictionary(a => a.Name, a => Measure(a.Name), StringComparer.Ordinal);
        Console.WriteLine("export:  wall and processor seconds, peak memory of a process that does nothing else; files go to a null device");
        foreach (var (arm, f) in figures) Console.WriteLine($"  {arm,-46} {f.Wall,8:F2} s {f.Processor,8:F2} s {f.PeakMegabytes,8:F0} MB");
        var idle = figures["idle"];
        Print("session of 10,000 meters, detailed with charts", figures["session"].Wall, 3, "s");
        Print("  peak memory", figures["session"].PeakMegabytes, 150, "MB");
        Print($"  X1 processor time / bare writer, {Repeats} in one process", Ratio("session-warm"), 1.5, "x");
        Print("1,000,000 readings to xlsx", figures["xlsx"].Wall, 15, "s");
        Print("  peak memory over the idle process", figures["xlsx"].PeakMegabytes - idle.PeakMegabytes, 64, "MB");
        Print("  X1 processor time / bare writer", Ratio("xlsx"), 1.25, "x");
        Print("10,000,000 readings to CSV, us of a core per row", figures["csv"].Processor / 10, 2, "us");
        Print("  processor time / bare writer", Ratio("csv"), 1.5, "x");
        Print("10,000,000 readings to Parquet, us of a core per row", figures["parquet"].Processor / 10, 1, "us");
        Print("  processor time / bare writer", Ratio("parquet"), 1.5, "x");
        return 0;

        double Ratio(string arm) => (figures[arm].Processor - idle.Processor) / (figures[$"{arm}-bare"].Processor - idle.Processor);
    }

    /// <summary>A server writes more than one: the time the compiler takes for the first counts once.</summary>
    private static async Task RepeatAsync(Func<Task> work)
    {
        for (var i = 0; i < Repeats; i++) await work();
    }

    private static void Print(string what, double figure, double goal, string unit) => DecodeBenchmark.Print(what, figure, goal, unit);

    private static async Task OneAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {self.TotalProcessorTime.TotalSeconds} {self.PeakWorkingSet64 / 1048576.0}"));
    }

    private static (double Wall, double Processor, double PeakMegabytes) Measure(string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["export", Child, name]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var words = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"the arm {name} failed");
        return (Number(0), Number(1), Number(2));

        double Number(int index) => double.Parse(words[index], CultureInfo.InvariantCulture);
    }

    private static async Task SessionAsync(int meters)
    {
        var report = new SessionReport(Society.Summary(meters), Society.Readings(meters * 2), Society.Meters(meters), Society.Analytics(meters));
        await new SessionWorkbook(TimeProvider.System).WriteAsync(Stream.Null, report, new() { Template = WorkbookTemplate.Detailed }, default);
    }

    private static async Task ReadingsAsync(int rows)
    {
        var report = new SessionReport(Society.Summary(1), Society.Readings(rows), Society.Meters(1), Society.Analytics(1));
        var options = new WorkbookOptions { Template = WorkbookTemplate.Detailed, IncludeCharts = false, IncludeMetadata = false, Worksheets = new() { Summary = false, Meters = false, Analytics = false } };
        await new SessionWorkbook(TimeProvider.System).WriteAsync(Stream.Null, report, options, default);
    }

    private static Task<long> CsvAsync(int rows) => CsvFile.WriteAsync(Stream.Null, ReportColumns.Readings, Society.Readings(rows), new() { TimeZone = Society.Zone }, default);

    private static Task<IReadOnlyList<ParquetPart>> ParquetAsync(int rows) => new ParquetDataset((_, _) => ValueTask.FromResult<Stream>(new CountingStream()), new() { TimeZone = Society.Zone }).WriteAsync(Society.Readings(rows), default);
}
