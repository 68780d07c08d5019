using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Api.GraphQL;
using Sluice.Api.GraphQL.Transport;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>Relations are loaded level by level: the number of SQL statements does not depend on the number of rows.</summary>
public sealed class StatementTests(ApiServer server) : IClassFixture<ApiServer>
{
    /// <summary>Counts within the flow of a test, so that others beside it do not matter.</summary>
    private static readonly AsyncLocal<StrongBox?> Count = new();

    private sealed class StrongBox
    {
        public int Value;
    }

    [Theory]
    [InlineData("""{ metersBySociety(societyId: "count-a", limit: #) { items { id serialNumber flat { floor } latestReading { consumption timestamp quality } } } }""", 3)]
    [InlineData("""{ metersBySociety(societyId: "count-a", limit: #) { items { id flat { floor } society { name } latestReading { consumption rawTelegram decryptedData } } } }""", 6)]
    [InlineData("""{ metersBySociety(societyId: "count-a", limit: #) { items { id readings(limit: 2) { items { consumption } } } } }""", 3)]
    [InlineData("""{ readingsBySociety(societyId: "count-a", limit: #) { items { consumption meter { id flat { floor } } } } }""", 5)]
    public async Task A_list_takes_the_same_few_statements_however_long_it_is(string query, int most)
    {
        await server.FillAsync("count-a", 82_000_001, 1_000, readings: 0);
        await KeepOnceAsync();
        await CountAsync(query.Replace("#", "1000", StringComparison.Ordinal), 1_000);   // words of readings are looked up once and remembered
        Assert.InRange(await CountAsync(query.Replace("#", "1000", StringComparison.Ordinal), 1_000), 1, most);
        Assert.Equal(await CountAsync(query.Replace("#", "3", StringComparison.Ordinal), 3), await CountAsync(query.Replace("#", "700", StringComparison.Ordinal), 700));
    }

    private static Task? kept;

    private Task KeepOnceAsync() => kept ??= KeepAsync();

    private async Task KeepAsync()
    {
        var meters = Enumerable.Range(0, 1_000).Select(static i => new Storage.Contract.InventedMeter(Bcd(82_000_001 + (uint)i))).ToList();
        var scope = Authorizer.ForWorker(SocietyId.Parse("count-a"), "test");
        for (var n = 0; n < 3; n++) await server.KeepAsync(scope, meters);
    }

    private async Task<int> CountAsync(string query, int rows)
    {
        var counted = new StrongBox();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Name == "sluice.store.statements") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) =>
        {
            if (Count.Value is { } box) Interlocked.Increment(ref box.Value);
        });
        listener.Start();
        Count.Value = counted;
        var runner = new QueryRunner(server.Services.GetRequiredService<SluiceSchema>(), new() { MaxCost = long.MaxValue }, NullLogger<QueryRunner>.Instance);
        var caller = new Caller("count", Role.SocietyAdmin, new HashSet<SocietyId> { SocietyId.Parse("count-a") });
        var result = await runner.RunAsync(runner.Prepare(new(query, null, new Dictionary<string, object?>())), new(new DefaultHttpContext { RequestServices = server.Services }, caller, ""), Cancel);
        Count.Value = null;
        using var text = new MemoryStream();
        await HttpTransport.Serializer.WriteAsync(text, result, Cancel);
        var json = Encoding.UTF8.GetString(text.ToArray());
        Assert.DoesNotContain("\"errors\"", json, StringComparison.Ordinal);
        Assert.Equal(rows, System.Text.Json.Nodes.JsonNode.Parse(json)!["data"]![query.TrimStart('{', ' ').Split('(')[0]]!["items"]!.AsArray().Count);
        return counted.Value;
    }
}
