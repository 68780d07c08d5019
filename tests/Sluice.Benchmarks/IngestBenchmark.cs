using System.Diagnostics;
using System.Net.Http.Headers;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Benchmarks;

/// <summary>The way in over HTTP with a load generator in the same process, the bare store of the same rows, and questions to ten million readings.</summary>
internal static class IngestBenchmark
{
    private const int Meters = 10_000, Batch = 1_000, Senders = 8, Rounds = 30, WarmRounds = 30;   // a server runs for months: measured is what it does when its code is compiled

    public static async Task<int> RunAsync(string[] args)
    {
        Machine.Print();
        var readings = 10_000_000;
        if (args.Length > 0 && !int.TryParse(args[0], out readings))
        {
            await Console.Error.WriteLineAsync($"sluice: bench ingest: '{args[0]}' is no number of readings to store; 0 leaves the store out, none means ten million");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("sluice-ingest-").FullName;
        try
        {
            var rate = await HttpAsync(Path.Combine(folder, "http"));
            var bare = BareStore.Measure(Path.Combine(folder, "http", "sluice.db"), Path.Combine(folder, "bare.db"), Batch * 4);
            Console.WriteLine($"  bare group commit of the same rows, 4 deliveries a commit  {bare,8:F0} telegrams/s");
            Floor("  intake over HTTP, telegrams/s", rate, 50_000);
            Floor("  intake over HTTP / bare group commit", rate / bare, 0.5);
            if (readings > 0) await StoreBenchmark.RunAsync(Path.Combine(folder, "store"), readings);
            Console.WriteLine("  a session of 10,000 targets with progress: see the benchmark of rounds");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static void Floor(string what, double figure, double goal) =>
        Console.WriteLine($"{what,-60} {figure,10:0.###}  goal at least {goal:0.###}: {(figure >= goal ? "met" : "MISSED")}");

    private static async Task<double> HttpAsync(string data)
    {
        var traffic = new RoundTraffic(Meters);
        await using var server = await SluiceServer.CreateAsync(new() { Data = data, Urls = ["http://127.0.0.1:0"], Keys = traffic.Keys }, TimeProvider.System, CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new(server.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LocalToken.Make(data, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System));
        for (var i = 0; i < WarmRounds; i++) await SendAsync(http, [.. traffic.NextBodies(Batch)]);
        byte[][] bodies = [.. Enumerable.Range(0, Rounds).SelectMany(_ => traffic.NextBodies(Batch))];
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var (allocated, gen0, gen2) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), GC.CollectionCount(2));
        var clock = Stopwatch.StartNew();
        await SendAsync(http, bodies);
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        var telegrams = bodies.Length * Batch;
        Console.WriteLine($"ingest:  {telegrams:N0} encrypted telegrams of {Meters:N0} meters, HTTP batches of {Batch:N0}, {Senders} senders in the same process, answered after fsync");
        Console.WriteLine($"  {telegrams / seconds:F0} telegrams/s; processor {(process.TotalProcessorTime - cpu).TotalMicroseconds / telegrams:F1} us per telegram, sender and server together");
        Console.WriteLine($"  {(GC.GetTotalAllocatedBytes() - allocated) / telegrams} bytes allocated per telegram, {GC.CollectionCount(0) - gen0} collections, {GC.CollectionCount(2) - gen2} of them full");
        await SinglesAsync(http, traffic);
        return telegrams / seconds;
    }

    private static async Task SendAsync(HttpClient http, byte[][] bodies)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < bodies.Length;)
            {
                using var answer = await http.PostAsync("/api/telegrams?reader=hex", new ByteArrayContent(bodies[i]));
                var text = await answer.Content.ReadAsStringAsync();
                if (!text.Contains($"\"stored\":{Batch}", StringComparison.Ordinal)) throw new InvalidOperationException(text);
            }
        })));
    }

    /// <summary>500 single calls a second for ten seconds, each sent at its time whether or not those before are answered.</summary>
    private static async Task SinglesAsync(HttpClient http, RoundTraffic traffic)
    {
        const int PerSecond = 500, Count = 10 * PerSecond;
        string[] bodies = [.. Enumerable.Range(0, Count + PerSecond).Select(i => $$"""{"telegram":"{{traffic.Next(i % Meters)}}"}""")];
        var times = new double[bodies.Length];
        var clock = Stopwatch.StartNew();
        var calls = new List<Task>();
        for (var i = 0; i < bodies.Length; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            while (clock.Elapsed < due) await Task.Delay(1);
            var number = i;
            calls.Add(Task.Run(async () =>
            {
                using var content = new StringContent(bodies[number], System.Text.Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync("/api/decrypt/telegram", content);
                if (!(await answer.Content.ReadAsStringAsync()).Contains("\"success\":true", StringComparison.Ordinal)) throw new InvalidOperationException("a telegram was not decoded");
                times[number] = (clock.Elapsed - due).TotalMilliseconds;
            }));
        }
        await Task.WhenAll(calls);
        double[] sorted = [.. times.Skip(PerSecond).Order()];
        Console.WriteLine($"  single calls of /api/decrypt/telegram at {PerSecond}/s: median {sorted[sorted.Length / 2]:F1} ms, p99 {sorted[sorted.Length * 99 / 100]:F1} ms, most {sorted[^1]:F1} ms");
        DecodeBenchmark.Print("p99 of single calls", sorted[sorted.Length * 99 / 100], 25, "ms");
    }
}
