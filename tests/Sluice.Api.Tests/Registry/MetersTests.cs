using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Api.Tests.Registry;

public sealed class MetersTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_meter_is_added_read_changed_patched_and_removed()
    {
        var path = await server.MakeSocietyAsync("meter-park");
        using var http = server.Admin("meter-park");
        using var added = await http.SendAsync("POST", $"{path}/meters", Park.Meter("90000501", more: ""","installationDate":"2025-04-01","location":{"lat":18.5,"lng":73.9}"""));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal($"{path}/meters/KAM.90000501", added.Headers.Location!.ToString());
        var meter = await added.ReadAsync();
        Assert.Equal(
            ("KAM.90000501", "90000501", "101", "A", "FlowIQ2101", "2025-04-01", "ACTIVE", 18.5),
            ((string?)meter["meterId"], (string?)meter["serialNumber"], (string?)meter["flatNumber"], (string?)meter["towerName"], (string?)meter["meterType"],
             (string?)meter["installationDate"], (string?)meter["status"], (double)meter["location"]!["lat"]!));
        Assert.Null(meter["encryptionKey"]);

        var one = $"{path}/meters/KAM.90000501";
        using var patched = await http.SendAsync("PATCH", one, """{"status":"maintenance","location":null}""", "\"1\"");
        meter = await patched.ReadAsync();
        Assert.Equal(("MAINTENANCE", "kitchen", null), ((string?)meter["status"], (string?)meter["place"], meter["location"]));
        using var put = await http.SendAsync("PUT", one, """{"towerName":"A","flatNumber":"102"}""", "\"2\"");
        meter = await put.ReadAsync();
        Assert.Equal(("ACTIVE", "102", ""), ((string?)meter["status"], (string?)meter["flatNumber"], (string?)meter["place"]));
        using var late = await http.SendAsync("PUT", one, """{"towerName":"B","flatNumber":"1"}""", "\"2\"");
        await late.IsProblemAsync(412, "ChangedMeanwhile");
        using var without = await http.SendAsync("PATCH", one, "{}");
        await without.IsProblemAsync(428, "VersionRequired");
        using var history = await http.GetAsync($"{one}/history", Cancel);
        Assert.Equal(["101", "102"], (await history.ReadAsync())["installations"]!.AsArray().Select(i => (string)i!["flatNumber"]!));
        using var removed = await http.SendAsync("DELETE", one, ifMatch: "\"3\"");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await http.GetAsync(one, Cancel);
        await gone.IsProblemAsync(404, "NotFound");
    }

    [Fact]
    public async Task Another_societys_number_is_taken_and_nothing_else_is_said()
    {
        var (own, other) = (await server.MakeSocietyAsync("taken-a"), await server.MakeSocietyAsync("taken-b"));
        using var a = server.Admin("taken-a");
        using var b = server.Admin("taken-b");
        using (await a.SendAsync("POST", $"{own}/meters", Park.Meter("90000511"))) { }
        using var taken = await b.SendAsync("POST", $"{other}/meters", Park.Meter("90000511"));
        Assert.DoesNotContain("taken-a", await taken.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await taken.IsProblemAsync(409, "MeterTaken");
        foreach (var (method, path, body) in new[]
        {
            ("GET", "", null), ("GET", "/history", null), ("PUT", "", Park.Meter("90000511")), ("PATCH", "", "{}"), ("DELETE", "", null),
            ("POST", "/replace", """{"meter":{"serialNumber":"90000512"}}"""),
        })
        {
            using var answer = await b.SendAsync(method, $"{other}/meters/KAM.90000511{path}", body, "*");
            await answer.IsProblemAsync(404, "NotFound");
        }
    }

    [Fact]
    public async Task A_replacement_keeps_the_history_of_the_place()
    {
        var path = await server.MakeSocietyAsync("swap-park");
        using var http = server.Admin("swap-park");
        using (await http.SendAsync("POST", $"{path}/meters", Park.Meter("90000521", more: ""","installationDate":"2025-04-01" """))) { }
        using var swapped = await http.SendAsync("POST", $"{path}/meters/KAM.90000521/replace", """{"meter":{"serialNumber":"90000522"},"final_m3":123.456,"first_m3":0.002}""");
        Assert.Equal(HttpStatusCode.Created, swapped.StatusCode);
        Assert.Equal("kitchen", (string?)(await swapped.ReadAsync())["place"]);
        using var history = await http.GetAsync($"{path}/flats/A/101/history", Cancel);
        var rows = (await history.ReadAsync())["installations"]!.AsArray();
        Assert.Equal((123.456m, 0.002m), ((decimal)rows[0]!["final_m3"]!, (decimal)rows[1]!["first_m3"]!));
        Assert.Equal((string?)rows[0]!["to"], (string?)rows[1]!["from"]);
        using var old = await http.GetAsync($"{path}/meters?status=INACTIVE", Cancel);
        Assert.Equal("KAM.90000521", (string?)(await old.ReadAsync())["meters"]![0]!["meterId"]);
        using var again = await http.SendAsync("POST", $"{path}/meters/KAM.90000521/replace", """{"meter":{"serialNumber":"90000523"}}""");
        await again.IsProblemAsync(409, "NotInstalled");
        using var ahead = await http.SendAsync("POST", $"{path}/meters/KAM.90000522/replace", """{"meter":{"serialNumber":"90000523"},"at":"2999-01-01T00:00:00Z"}""");
        await ahead.IsProblemAsync(400, "InvalidField");
        using var before = await http.SendAsync("POST", $"{path}/meters/KAM.90000522/replace", """{"meter":{"serialNumber":"90000523"},"at":"2020-01-01T00:00:00Z"}""");
        await before.IsProblemAsync(400, "InvalidField");
        using var same = await http.SendAsync("POST", $"{path}/meters/KAM.90000522/replace", """{"meter":{"serialNumber":"90000521"}}""");
        await same.IsProblemAsync(409, "MeterTaken");
        using var negative = await http.SendAsync("POST", $"{path}/meters/KAM.90000522/replace", """{"meter":{"serialNumber":"90000523"},"final_m3":-1}""");
        await negative.IsProblemAsync(400, "InvalidField");
    }

    [Theory]
    [InlineData("""{"serialNumber":"9000"}""")]
    [InlineData("""{"meterId":"KAM.90000599","serialNumber":"90000598"}""")]
    [InlineData("""{"serialNumber":"90000599","status":"BROKEN"}""")]
    [InlineData("""{"serialNumber":"90000599","purpose":"GARDEN"}""")]
    [InlineData("""{"serialNumber":"90000599","flatNumber":"1"}""")]
    [InlineData("""{"serialNumber":"90000599","towerName":"A/B"}""")]
    [InlineData("""{"serialNumber":"90000599","location":{"lat":0,"lng":181}}""")]
    [InlineData("""{"serialNumber":"90000599","encryptionKey":"00010203"}""")]
    public async Task A_bad_field_is_named_and_nothing_is_kept(string body)
    {
        var path = await server.MakeSocietyAsync("bad-park");
        using var http = server.Admin("bad-park");
        using var answer = await http.SendAsync("POST", $"{path}/meters", body);
        Assert.DoesNotContain("00010203", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await answer.IsProblemAsync(400, "InvalidField");
        using var list = await http.GetAsync($"{path}/meters", Cancel);
        Assert.Empty((await list.ReadAsync())["meters"]!.AsArray());
    }

    [Theory]
    [InlineData("limit=0", "BadLimit")]
    [InlineData("limit=1001", "BadLimit")]
    [InlineData("next=zzz", "BadCursor")]
    [InlineData("status=BROKEN", "InvalidField")]
    [InlineData("purpose=BROKEN", "InvalidField")]
    public async Task A_bad_question_is_named(string query, string code)
    {
        var path = await server.MakeSocietyAsync("bad-park");
        using var http = server.Admin("bad-park");
        using var answer = await http.GetAsync($"{path}/meters?{query}", Cancel);
        await answer.IsProblemAsync(400, code);
    }

    [Fact]
    public async Task A_hundred_thousand_meters_are_paged_through_and_filtered()
    {
        const int Meters = 100_000;
        var path = await server.MakeSocietyAsync("big-park");
        var scope = Authorizer.ForWorker(SocietyId.Parse("big-park"), "test");
        var registry = server.Services.GetRequiredService<MeterRegistry>();
        var clock = Stopwatch.StartNew();
        foreach (var part in Enumerable.Range(0, Meters).Select(n => new Meter
        {
            Id = new(new(0x2C2D), 0x91000000 + (uint)n),
            Society = scope.Society,
            Tower = $"T{n / 1000}",
            Flat = $"{n / 3 % 334}",
            Place = "kitchen",
            Status = n % 1000 == 7 ? MeterStatus.Maintenance : MeterStatus.Active,
        }).Chunk(IMeterStore.MaxBatch))
            Assert.All(await registry.UpsertAsync(scope, part, Cancel), o => Assert.Equal(UpsertOutcome.Added, o));
        var (stored, pages, seen) = (clock.Elapsed, 0, new HashSet<string>());
        using var http = server.Admin("big-park");
        string? next = null;
        do
        {
            using var answer = await http.GetAsync($"{path}/meters?limit=1000{(next is null ? "" : $"&next={next}")}", Cancel);
            var page = await answer.ReadAsync();
            Assert.All(page["meters"]!.AsArray(), m => Assert.True(seen.Add((string)m!["meterId"]!)));
            next = (string?)page["next"];
            pages++;
        }
        while (next is not null);
        Assert.Equal((Meters, 100), (seen.Count, pages));
        TestContext.Current.TestOutputHelper?.WriteLine($"stored in {stored.TotalSeconds:F1} s, paged through in {(clock.Elapsed - stored).TotalSeconds:F1} s");
        foreach (var (query, count) in new[] { ("tower=T5", 1000), ("tower=T5&flat=7", 3), ("status=MAINTENANCE", 100), ("q=91000010", 1), ("tower=T5&status=MAINTENANCE", 1) })
        {
            using var answer = await http.GetAsync($"{path}/meters?limit=1000&{query}", Cancel);
            Assert.Equal(count, (await answer.ReadAsync())["meters"]!.AsArray().Count);
        }
        using var structure = await http.GetAsync($"{path}/structure", Cancel);
        Assert.Equal(Meters, (await structure.ReadAsync())["meterMapping"]!.AsObject().Sum(p => p.Value!.AsArray().Count));
    }
}
