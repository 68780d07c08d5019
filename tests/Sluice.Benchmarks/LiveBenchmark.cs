using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sluice.Api.Live;
using Sluice.Contracts;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Benchmarks;

/// <summary>1,000 subscribers of one round while 100 telegrams a second come in. Arms of one run: nobody listens; packets each 100 ms, as people run it; a packet for every telegram. The subscribers are another process, so the
/// processor's time is the server's (and the one sender's).</summary>
internal static class LiveBenchmark
{
    private const int Subscribers = 1_000, PerSecond = 100, Meters = 2_000;

    /// <param name="args">Seconds of each arm; default 20.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 20;
        Machine.Print();
        Console.WriteLine($"live:    {Subscribers:N0} subscribers of one round, {PerSecond} telegrams/s for {seconds} s, {Meters:N0} meters; subscribers in another process");
        var limits = new LiveOptions { MaxPerPerson = Subscribers };
        await ArmAsync("to warm up", limits with { Interval = TimeSpan.Zero }, 100, Math.Min(seconds, 8));
        var packed = await ArmAsync("a packet each 100 ms", limits, Subscribers, seconds);
        var each = await ArmAsync("a packet for every telegram", limits with { Interval = TimeSpan.Zero }, Subscribers, seconds);
        var none = await ArmAsync("nobody listens", limits, 0, seconds);
        var (ratio, added) = (packed.Cpu / each.Cpu, Math.Max(0.01, packed.Cpu - none.Cpu) / Math.Max(0.01, each.Cpu - none.Cpu));
        Console.WriteLine($"  processor, each 100 ms / for every telegram: {ratio:F3}; without what nobody listening costs: {added:F3}");
        Goal("F1: at most 1/5 of a packet for every telegram", added <= 0.2, $"1/{1 / added:F1}");
        Goal("F1: p99 at most 100 ms + 30 ms", packed.P99 <= 130, $"{packed.P99:F0} ms");
        Goal("every subscriber sees the final state", packed.Final == Subscribers && each.Final == Subscribers, $"{packed.Final:N0} and {each.Final:N0} of {Subscribers:N0}");
        return 0;
    }

    private static void Goal(string what, bool isMet, string figure) => Console.WriteLine($"goal:    {what}: {figure}: {(isMet ? "met" : "MISSED")}");

    private static async Task<(double Cpu, double P99, int Final)> ArmAsync(string name, LiveOptions live, int subscribers, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-live-").FullName;
        try
        {
            var traffic = new RoundTraffic(Meters);
            await using var server = await SluiceServer.CreateAsync(new() { Data = folder, Urls = ["http://127.0.0.1:0"], Keys = traffic.Keys, Live = live }, TimeProvider.System, CancellationToken.None);
            await server.StartAsync(CancellationToken.None);
            var token = LocalToken.Make(folder, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System);
            using var http = new HttpClient { BaseAddress = new(server.Urls.First()) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var started = await http.PostAsync("/api/societies/default/sessions", Json("""{"mode":"SOCIETY"}"""));
            var round = JsonSerializer.Deserialize(await started.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), WireJson.Default.SessionDto)!.Id;
            using var others = subscribers == 0 ? null : await LiveSubscribers.StartAsync(http.BaseAddress!, $"/api/sessions/{round}/events", token, subscribers);
            using var process = Process.GetCurrentProcess();
            var cpu = process.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < seconds * PerSecond; i++)
            {
                using var sent = await http.PostAsync($"/api/sessions/{round}/telegrams?reader=jsonl", Json($$"""{"telegram":"{{traffic.Next(i % Meters)}}","rssi":-77}"""));
                sent.EnsureSuccessStatusCode();
                var ahead = TimeSpan.FromSeconds((i + 1.0) / PerSecond) - clock.Elapsed;
                if (ahead > TimeSpan.Zero) await Task.Delay(ahead);
            }
            using var done = await http.PostAsync($"/api/sessions/{round}/complete", null);
            done.EnsureSuccessStatusCode();
            var result = others is null ? default : await LiveSubscribers.ResultAsync(others);
            var rate = seconds * PerSecond / clock.Elapsed.TotalSeconds;
            process.Refresh();
            var used = (process.TotalProcessorTime - cpu).TotalMilliseconds / (seconds * PerSecond);
            Console.WriteLine($"  {name,-28} {used,7:F2} ms of processor a telegram, at {rate:F0} telegrams/s" + (subscribers == 0 ? "" : $"  latency p50 {result.P50:F0} ms, p99 {result.P99:F0} ms  final state seen by {result.Final:N0}"));
            return (used, result.P99, result.Final);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
