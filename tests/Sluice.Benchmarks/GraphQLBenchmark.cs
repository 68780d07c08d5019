using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Frames;

namespace Sluice.Benchmarks;

/// <summary>A list of 1,000 meters with flat and latest reading in a society of many, by GraphQL over HTTP; beside it the same meters by REST, without flat and reading.</summary>
internal static class GraphQLBenchmark
{
    private const int Rounds = 30;

    private static readonly Manufacturer Kamstrup = Manufacturer.Parse("KAM");

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var meters = args.Count > 0 && int.TryParse(args[0], out var wanted) ? wanted : 100_000;
        Machine.Print();
        var folder = Directory.CreateTempSubdirectory("sluice-graphql-").FullName;
        try
        {
            await using var server = await SluiceServer.CreateAsync(new() { Data = folder, Urls = ["http://127.0.0.1:0"], RateLimits = new() { AddressPerSecond = 0, SocietyPerSecond = 0 } }, TimeProvider.System, CancellationToken.None);
            await server.StartAsync(CancellationToken.None);
            await FillAsync(server.Services, meters);
            using var http = new HttpClient { BaseAddress = new(server.Urls.First()) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", LocalToken.Make(folder, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System));
            const string query = """{ metersBySociety(societyId: "bench", limit: 1000) { items { id serialNumber towerName flatNumber status flat { floor } latestReading { consumption timestamp quality } } nextToken } }""";
            Console.WriteLine($"graphql: 1,000 of {meters:N0} meters a request, client in the same process, {Rounds} requests after warming up");
            Print("GraphQL with flat and latest reading", await MeasureAsync(() => http.PostAsJsonAsync("/api/graphql", new { query })));
            Print("REST without them", await MeasureAsync(() => http.GetAsync(new Uri("/api/societies/bench/meters?limit=1000", UriKind.Relative))));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string arm, List<double> times) => Console.WriteLine($"  {arm,-40} median {times[times.Count / 2],7:F1} ms, best {times[0],7:F1} ms, worst {times[^1],7:F1} ms");

    private static async Task<List<double>> MeasureAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var times = new List<double>();
        for (var n = -10; n < Rounds; n++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await ask();
            answer.EnsureSuccessStatusCode();
            var text = await answer.Content.ReadAsStringAsync();
            if (text.Contains("\"errors\"", StringComparison.Ordinal)) throw new InvalidOperationException(text);
            if (n >= 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        times.Sort();
        return times;
    }

    private static async Task FillAsync(IServiceProvider services, int count)
    {
        var society = SocietyId.Parse("bench");
        var clock = services.GetRequiredService<TimeProvider>();
        Authorizer.TryEnter(new("bench", Role.SuperAdmin, new HashSet<SocietyId>()), InstallationPermission.SocietiesManage, out var installation);
        await services.GetRequiredService<SocietyRegistry>().CreateAsync(installation!, new() { Id = society, Name = "Bench" }, CancellationToken.None);
        Authorizer.TryEnter(new("bench", Role.SuperAdmin, new HashSet<SocietyId>()), society, Permission.MeterManage, out var scope);
        foreach (var some in Enumerable.Range(0, count).Chunk(IMeterStore.MaxBatch))
            await services.GetRequiredService<MeterRegistry>().UpsertAsync(scope!,
                [.. some.Select(n => new Meter { Id = new(Kamstrup, (uint)n), Society = society, Tower = $"T{n / 400}", Flat = $"{100 + (n % 400 / 2)}", Place = n % 2 == 0 ? "kitchen" : "bath" })], CancellationToken.None);
        var now = clock.GetUtcNow();
        foreach (var some in Enumerable.Range(0, count).Chunk(IIntakeStore.MaxItems))
            await services.GetRequiredService<IIntakeStore>().CommitAsync(
                [.. some.Select(n =>
                {
                    var reading = new Reading { TelegramId = 1, Meter = new(Kamstrup, (uint)n, 0x1F, 0x16), Society = society, Identity = (ulong)n + 1, At = now, Day = DateOnly.FromDateTime(now.UtcDateTime), TotalM3 = n / 1000m };
                    return new IntakeItem(new(new byte[] { 3, 0x44, (byte)((n >> 8) & 0xFF), (byte)(n & 0xFF) }, now), new(0, DecodeState.Decoded, reading.Meter), reading) { Society = society };
                })], CancellationToken.None);
    }
}
