using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>Societies with meters, rounds and readings on a real server, and ways to ask it GraphQL.</summary>
internal static class GraphQLWorld
{
    public const string Address = "/api/graphql";

    private static int number = 20_000;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A society with meters in tower A, two a flat, and for each as many readings as wanted.</summary>
    public static async Task<IReadOnlyList<InventedMeter>> FillAsync(this ApiServer server, string society, uint first, int meters, int readings = 1, SessionId? session = null)
    {
        var scope = Authorizer.ForWorker(SocietyId.Parse(society), "test");
        await server.Services.GetRequiredService<SocietyRegistry>().CreateAsync(Authorizer.ForWorker("test"), new() { Id = scope.Society, Name = $"Society {society}", Address = "1 Lake Road" }, Cancel);
        var all = Enumerable.Range(0, meters).Select(i => new InventedMeter(Bcd(first + (uint)i))).ToList();
        await server.Services.GetRequiredService<MeterRegistry>().UpsertAsync(scope,
            [.. all.Select((m, i) => new Meter { Id = MeterId.Of(m.Address), Society = scope.Society, Tower = "A", Flat = $"{101 + (i / 2)}", Place = i % 2 == 0 ? "kitchen" : "bath" })], Cancel);
        for (var n = 0; n < readings; n++) await server.KeepAsync(scope, all, session);
        return all;
    }

    /// <summary>Stores a reading of each meter.</summary>
    public static async Task<IReadOnlyList<Reading>> KeepAsync(this ApiServer server, SocietyScope scope, IEnumerable<InventedMeter> meters, SessionId? session = null)
    {
        var kept = new List<Reading>();
        foreach (var some in meters.Chunk(IIntakeStore.MaxItems))
        {
            var items = some.Select(meter =>
            {
                var n = Interlocked.Increment(ref number);
                var reading = Invented.Reading(n, meter.Address) with { Society = scope.Society, TotalM3 = n / 1000m, Session = session };
                return new IntakeItem(Invented.Telegram(n % 200), new(0, DecodeState.Decoded, reading.Meter), reading) { Society = reading.Society };
            }).ToList();
            kept.AddRange((await server.Services.GetRequiredService<IIntakeStore>().CommitAsync(items, Cancel)).Select(static o => o.Reading!));
        }
        return kept;
    }

    /// <summary>A number whose hexadecimal digits are the decimal ones.</summary>
    public static uint Bcd(uint number) => Convert.ToUInt32(number.ToString(), 16);

    /// <summary>Asks, and gives back the whole answer.</summary>
    public static async Task<JsonNode> AskAsync(this HttpClient http, string query, object? variables = null, string? operationName = null)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { query, variables, operationName }), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(Address, content, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Asks for something that is answered without errors, and gives back its data.</summary>
    public static async Task<JsonNode> DataAsync(this HttpClient http, string query, object? variables = null)
    {
        var answer = await http.AskAsync(query, variables);
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>The codes of the errors.</summary>
    public static async Task<string> CodesAsync(this HttpClient http, string query, object? variables = null)
    {
        var answer = await http.AskAsync(query, variables);
        return string.Join(' ', answer["errors"]?.AsArray().Select(static e => (string?)e!["extensions"]?["code"] ?? "without code") ?? []);
    }

    public static IEnumerable<string> Texts(this JsonNode items, string field) => items.AsArray().Select(item => (string)item![field]!);
}
