using System.Diagnostics;
using System.Globalization;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Routing;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Sqlite;
using Sluice.WMBus.Frames;

namespace Sluice.Benchmarks;

/// <summary>Rounds of 10,000 meters in a database full of readings: progress under 50 ms. Routes of 500 and 1,000 stops: time, and how far from what a long search finds.</summary>
internal static class RoundsBenchmark
{
    private const int Meters = 10_000, Reads = 100;
    private static readonly Manufacturer Kamstrup = new(0x2C2D);
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly SocietyScope Scope = Authorizer.ForWorker(SocietyId.Parse("green-park"), "bench");

    /// <param name="args">How many readings lie in the database; default 500,000.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var readings = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 500_000;
        Machine.Print();
        Routes(500);
        Routes(1000);
        var folder = Directory.CreateTempSubdirectory("sluice-bench-").FullName;
        try
        {
            await using var store = SqliteStore.Open(Path.Combine(folder, "sluice.db"), wrapper: null, TimeProvider.System);
            await FillAsync(store, readings);
            return await RoundAsync(store) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(SqliteStore store, int readings)
    {
        var clock = Stopwatch.StartNew();
        for (var start = 0; start < readings; start += IIntakeStore.MaxItems)
            await store.Intake.CommitAsync([.. Enumerable.Range(start, Math.Min(IIntakeStore.MaxItems, readings - start)).Select(static i => Item(i, session: null))], CancellationToken.None);
        Console.WriteLine($"database: {readings:N0} readings of {Meters:N0} meters in {clock.Elapsed.TotalSeconds:0} s");
    }

    private static async Task<bool> RoundAsync(SqliteStore store)
    {
        var sessions = store.Sessions;
        var id = SessionId.New(TimeProvider.System);
        var targets = Enumerable.Range(0, Meters).Select(static i => new SessionTarget
        {
            Ordinal = i,
            Meter = new(Kamstrup, Serial(i)),
            Tower = $"T{i / 250}",
            Flat = $"{(i % 250 / 16) + 1}0{(i % 16 / 2) + 1}",
            Place = "kitchen",
            Floor = i % 250 / 16,
            Location = new Location(12.97 + (i / 250 % 7 * 0.001), 77.59 + (i / 250 / 7 * 0.001)),
        }).ToList();
        await TimeAsync("start a round of 10,000 meters", 1, async _ =>
            await sessions.StartAsync(Scope, new() { Id = id, Society = Scope.Society, User = "bench", Mode = ScanMode.Society, Name = "Bench", StartedAt = Start }, targets, CancellationToken.None));
        await TimeAsync("telegrams of it in batches of 1,000, a batch", 8, async n =>
            await store.Intake.CommitAsync([.. Enumerable.Range(n * 1000, 1000).Select(i => Item(20_000_000 + i, id))], CancellationToken.None));
        var progress = await TimeAsync("progress by tower", Reads, async _ =>
        {
            await sessions.FindAsync(Scope, id, CancellationToken.None);
            await sessions.CountByTowerAsync(Scope, id, CancellationToken.None);
        });
        var flats = await TimeAsync("progress by tower and flat", Reads, async _ =>
        {
            await sessions.FindAsync(Scope, id, CancellationToken.None);
            await sessions.CountByTowerAsync(Scope, id, CancellationToken.None);
            await sessions.CountByFlatAsync(Scope, id, null, CancellationToken.None);
        });
        await TimeAsync("a page of 100 targets", Reads, async _ => await sessions.ListTargetsAsync(Scope, id, new(TargetState.Missing), null, 100, CancellationToken.None));
        await TimeAsync("all targets", 20, async _ => await sessions.ListTargetsAsync(Scope, id, new(), null, ScanSession.MaxTargets, CancellationToken.None));
        var all = (await sessions.ListTargetsAsync(Scope, id, new(), null, ScanSession.MaxTargets, CancellationToken.None)).Items;
        await TimeAsync("next place, with the whole way", 20, _ =>
        {
            SocietyPlan.Of(all, new Location(12.97, 77.59));
            return Task.CompletedTask;
        });
        var round = (await sessions.FindAsync(Scope, id, CancellationToken.None))!;
        Console.WriteLine($"exact:    {round.Progress.Completed:N0} of {round.Progress.Total:N0} completed, 8,000 sent: {(round.Progress.Completed == 8000 ? "yes" : "NO")}");
        var good = progress < 50 && flats < 50 && round.Progress.Completed == 8000;
        Console.WriteLine($"goal:     a session of 10,000 targets with progress under 50 ms: {(good ? "met" : "MISSED")}");
        return good;
    }

    private static void Routes(int stops)
    {
        var times = new List<double>();
        var gaps = new List<double>();
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            Location[] places = [.. Enumerable.Range(0, stops).Select(_ => new Location(12.97 + (random.NextDouble() * 0.02), 77.59 + (random.NextDouble() * 0.02)))];
            RouteSolver.Solve(places);
            var clock = Stopwatch.StartNew();
            var route = RouteSolver.Solve(places);
            times.Add(clock.Elapsed.TotalMilliseconds);
            var best = Math.Min(route.LengthM, Enumerable.Range(1, 2).Min(s => RouteSolver.Solve(places, options: new() { Kicks = 1_000_000, Seed = s }).LengthM));
            gaps.Add((route.LengthM / best) - 1);
        }
        Console.WriteLine($"route of {stops,5} stops: median {times.Order().ElementAt(2):0} ms, worst gap {gaps.Max():P2}, median gap {gaps.Order().ElementAt(2):P2} to the best of two searches of 1,000,000 restarts");
    }

    /// <returns>The median, milliseconds.</returns>
    private static async Task<double> TimeAsync(string name, int times, Func<int, Task> act)
    {
        var taken = new List<double>(times);
        for (var i = 0; i < times; i++)
        {
            var clock = Stopwatch.StartNew();
            await act(i);
            taken.Add(clock.Elapsed.TotalMilliseconds);
        }
        taken.Sort();
        Console.WriteLine($"{name,-46} median {taken[times / 2],8:0.00} ms   p99 {taken[(int)(times * 0.99)],8:0.00} ms");
        return taken[times / 2];
    }

    private static uint Serial(int meter) => uint.Parse($"9{meter:0000000}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static IntakeItem Item(int number, SessionId? session)
    {
        var address = new MeterAddress(Kamstrup, Serial(number % Meters), 0x1F, 0x16);
        var at = Start.AddSeconds(number);
        var arrival = new TelegramArrival(new byte[] { 3, 0x44, 0, 0 }, at, FrameFormat.B, -80) { Context = new() { Session = session } };
        var reading = new Reading { TelegramId = 1, Meter = address, Identity = (ulong)number + 1, At = at, TotalM3 = 8.900m + (number / Meters), Media = "cold water" };
        return new(arrival, new(0, DecodeState.Decoded, address), reading) { LinkVerified = true, Society = Scope.Society };
    }
}
