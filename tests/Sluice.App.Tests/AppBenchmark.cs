using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;
using Sluice.Contracts;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests;

/// <summary><c>./sluice bench app</c>: download, time until a page can be used, scrolling. Takes about a minute; runs only when asked for.</summary>
public sealed class AppBenchmark(AppServer server)
{
    private const int Runs = 3, Meters = 10_000, Slowdown = 4;

    // What Chromium's tools call "Fast 4G": 9 Mbit/s less a tenth, 60 ms × 2.75 until an answer begins.
    private static readonly Dictionary<string, object> FourG = new(StringComparer.Ordinal) { ["offline"] = false, ["latency"] = 165, ["downloadThroughput"] = 1_012_500, ["uploadThroughput"] = 168_750 };

    [Fact(Explicit = true)]
    public async Task Measure()
    {
        List<(double First, double Second, long Bytes)> visits = [];
        for (var run = 0; run < Runs; run++) visits.Add(await VisitAsync());
        Print("download of the first visit, compressed", visits.Select(static v => v.Bytes / 1e6), "MB", 3);
        Print("until usable, first visit, 4G", visits.Select(static v => v.First), "s", 5);
        Print("until usable, second visit, 4G", visits.Select(static v => v.Second), "s", 2);
        await ImportAsync();
        Print($"scrolling a list of {Meters:N0} meters", [await ScrollAsync()], "frames/s", 50);
    }

    private static void Print(string what, IEnumerable<double> values, string unit, double goal)
    {
        var sorted = values.Order().ToList();
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{what}: {sorted[sorted.Count / 2]:0.00} {unit} (goal {goal}; median of {sorted.Count}, {Slowdown} × slower processor)"));
    }

    /// <summary>Somebody new to this browser comes, and comes again.</summary>
    private async Task<(double First, double Second, long Bytes)> VisitAsync()
    {
        await using var browser = await server.LaunchAsync();
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SocietyAdmin, Screen.Phone, browser);
        var bytes = 0L;
        var session = await SlowAsync(visitor, visitor.Page, FourG);
        session.Event("Network.loadingFinished").OnEvent += (_, e) => Interlocked.Add(ref bytes, (long)e!.Value.GetProperty("encodedDataLength").GetDouble());
        var first = await UsableAsync(visitor.Page);
        var downloaded = Interlocked.Read(ref bytes);
        await visitor.Page.EvaluateAsync("navigator.serviceWorker.ready.then(r => r.active.state === 'activated' || new Promise(done => r.active.onstatechange = () => r.active.state === 'activated' && done()))");
        await visitor.Page.CloseAsync();
        var again = await visitor.Context.NewPageAsync();
        await SlowAsync(visitor, again, FourG);
        return (first, await UsableAsync(again), downloaded);
    }

    private static async Task<ICDPSession> SlowAsync(Visitor visitor, IPage page, Dictionary<string, object> network)
    {
        var session = await visitor.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", network);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = Slowdown });
        return session;
    }

    /// <summary>Seconds until the start page shows the society's round.</summary>
    private static async Task<double> UsableAsync(IPage page)
    {
        var clock = Stopwatch.StartNew();
        await page.GotoAsync("/app/", new() { WaitUntil = WaitUntilState.Commit, Timeout = 120_000 });
        await page.GetByText("November round").First.WaitForAsync(new() { Timeout = 120_000 });
        return clock.Elapsed.TotalSeconds;
    }

    private async Task ImportAsync()
    {
        using var admin = server.Client();
        using var made = await admin.PostAsJsonAsync("/api/societies", new() { Id = "large", Name = "Large Gardens" }, WireJson.Default.SocietyInput);
        var csv = new StringBuilder("Meter No,Tower,Flat No\n");
        for (var i = 0; i < Meters; i++) csv.Append(CultureInfo.InvariantCulture, $"{92_000_000 + i},{(char)('A' + (i / 1000))},{i % 1000}\n");
        using var content = new StringContent(csv.ToString());
        using var answer = await admin.PostAsync("/api/societies/large/imports", content);
        var job = (await answer.Content.ReadFromJsonAsync(WireJson.Default.JobDto))!;
        while (job.State is "QUEUED" or "RUNNING")
        {
            await Task.Delay(200);
            job = (await admin.GetFromJsonAsync($"/api/jobs/{job.Id}", WireJson.Default.JobDto))!;
        }
        Assert.Equal("SUCCEEDED", job.State);
    }

    /// <summary>Frames a second while the list moves by three screens a second.</summary>
    private async Task<double> ScrollAsync()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SuperAdmin, Screen.Phone);
        await visitor.OpenAsync("");
        await visitor.Page.EvaluateAsync("localStorage.setItem('sluice.society', 'large')");
        await visitor.OpenAsync("meters");
        var session = await visitor.Context.NewCDPSessionAsync(visitor.Page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = Slowdown });
        return await visitor.Page.EvaluateAsync<double>("""
            async () => {
              const list = document.querySelector('.scroll'), begin = performance.now();
              let frames = 0, now = begin;
              while (now - begin < 5000) {
                now = await new Promise(requestAnimationFrame);
                list.scrollTop = (now - begin) / 1000 * 3 * list.clientHeight;
                frames++;
              }
              return frames / ((now - begin) / 1000);
            }
            """);
    }
}
