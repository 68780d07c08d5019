using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Tests.Registry;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Storage.Contract;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

public sealed class QueryTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_list_of_meters_shows_flat_society_and_latest_reading_of_each()
    {
        var meters = await server.FillAsync("list-a", 81_000_001, 4, readings: 2);
        using var http = server.Client(Role.SocietyAdmin, "list-a");
        var data = await http.DataAsync("""
            query { metersBySociety(societyId: "list-a", limit: 3) { items { id societyId serialNumber towerName flatNumber encryptionKey status purpose location { lat lng }
                flat { towerName flatNumber floor } society { id name address } latestReading { id consumption timestamp quality version kind source reasons sessionId meterId meter { id } } } nextToken scannedCount } }
            """);
        var page = data["metersBySociety"]!;
        Assert.Equal([.. meters.Take(3).Select(static m => MeterId.Of(m.Address).ToString())], page["items"]!.Texts("id"));
        var first = page["items"]![0]!;
        Assert.Equal(("list-a", "81000001", "A", "101", "", "ACTIVE", "FLAT"), ((string)first["societyId"]!, (string)first["serialNumber"]!, (string)first["towerName"]!, (string)first["flatNumber"]!, (string)first["encryptionKey"]!, (string)first["status"]!, (string)first["purpose"]!));
        Assert.Equal("""{"towerName":"A","flatNumber":"101","floor":null}""", first["flat"]!.ToJsonString());
        Assert.Equal("""{"id":"list-a","name":"Society list-a","address":"1 Lake Road"}""", first["society"]!.ToJsonString());
        var latest = first["latestReading"]!;
        Assert.Equal(("GOOD", 1, "ORIGINAL", "TELEGRAM", "", (string)first["id"]!), ((string)latest["quality"]!, (int)latest["version"]!, (string)latest["kind"]!, (string)latest["source"]!, (string)latest["sessionId"]!, (string)latest["meter"]!["id"]!));
        Assert.Equal(3, (int)page["scannedCount"]!);
        var rest = await http.DataAsync("query($t: String) { metersBySociety(societyId: \"list-a\", nextToken: $t) { items { id } nextToken } }", new { t = (string)page["nextToken"]! });
        Assert.Equal([MeterId.Of(meters[3].Address).ToString()], rest["metersBySociety"]!["items"]!.Texts("id"));
        Assert.Null(rest["metersBySociety"]!["nextToken"]);
    }

    [Fact]
    public async Task Readings_of_many_meters_come_with_their_pages()
    {
        var meters = await server.FillAsync("list-b", 81_000_101, 3, readings: 3);
        using var http = server.Client(Role.SocietyAdmin, "list-b");
        var data = await http.DataAsync("""{ metersBySociety(societyId: "list-b") { items { id readings(limit: 2) { items { id consumption timestamp } nextToken } } } }""");
        foreach (var meter in data["metersBySociety"]!["items"]!.AsArray())
        {
            var page = meter!["readings"]!;
            Assert.Equal(2, page["items"]!.AsArray().Count);
            var rest = (await http.DataAsync("query($id: ID!, $t: String) { readingsByMeter(meterId: $id, nextToken: $t) { items { consumption } nextToken } }", new { id = (string)meter["id"]!, t = (string)page["nextToken"]! }))["readingsByMeter"]!;
            Assert.Single(rest["items"]!.AsArray());
            Assert.True((decimal)page["items"]![0]!["consumption"]! > (decimal)page["items"]![1]!["consumption"]!);
            var oldest = (await http.DataAsync("query($id: ID!) { readingsByMeter(meterId: $id, sortDirection: ASC, limit: 1) { items { consumption } nextToken } }", new { id = (string)meter["id"]! }))["readingsByMeter"]!;
            Assert.Equal((decimal)rest["items"]![0]!["consumption"]!, (decimal)oldest["items"]![0]!["consumption"]!);
            var second = (await http.DataAsync("query($id: ID!, $t: String) { readingsByMeter(meterId: $id, sortDirection: ASC, limit: 1, nextToken: $t) { items { consumption } } }", new { id = (string)meter["id"]!, t = (string)oldest["nextToken"]! }))["readingsByMeter"]!;
            Assert.Equal((decimal)page["items"]![1]!["consumption"]!, (decimal)second["items"]![0]!["consumption"]!);
        }
        Assert.Equal(3, meters.Count);
    }

    [Fact]
    public async Task A_reading_shows_its_telegram_to_who_may_see_telegrams()
    {
        var meters = await server.FillAsync("list-c", 81_000_201, 1, readings: 0);
        var scope = Authorizer.ForWorker(SocietyId.Parse("list-c"), "test");
        var id = (await server.KeepAsync(scope, meters))[0].Sequence;
        using var http = server.Client(Role.SocietyAdmin, "list-c");
        const string query = "query($id: ID!) { getReading(id: $id) { id consumption rawTelegram decryptedData target targetDate targetDateInferred createdAt } }";
        var reading = (await http.DataAsync(query, new { id = id.ToString() }))["getReading"]!;
        Assert.Matches("^0344[0-9A-F]{4}$", (string)reading["rawTelegram"]!);
        Assert.NotNull(JsonNode.Parse((string)reading["decryptedData"]!));
        Assert.Equal((8.533m, true), ((decimal)reading["target"]!, (bool)reading["targetDateInferred"]!));
        using var integrator = server.Client(Role.Integrator, "list-c");
        Assert.Equal("", (string)(await integrator.DataAsync(query, new { id = id.ToString() }))["getReading"]!["rawTelegram"]!);
    }

    [Fact]
    public async Task Volumes_keep_their_digits()
    {
        var meters = await server.FillAsync("list-d", 81_000_301, 1, readings: 0);
        var scope = Authorizer.ForWorker(SocietyId.Parse("list-d"), "test");
        var reading = Invented.Reading(69_999, meters[0].Address) with { Society = scope.Society, TotalM3 = 123456789012345.678m, TargetM3 = 7.700m };
        await server.Services.GetRequiredService<Sluice.Metering.Telegrams.IIntakeStore>().CommitAsync([new(Invented.Telegram(9), new(0, Sluice.Metering.Telegrams.DecodeState.Decoded, reading.Meter), reading) { Society = scope.Society }], Cancel);
        using var http = server.Client(Role.SocietyAdmin, "list-d");
        var answer = await http.DataAsync("""{ readingsBySociety(societyId: "list-d") { items { consumption target } } }""");
        Assert.Equal("""[{"consumption":123456789012345.678,"target":7.700}]""", answer["readingsBySociety"]!["items"]!.ToJsonString());
    }

    [Fact]
    public async Task Filters_are_Amplifys()
    {
        await server.FillAsync("list-e", 81_000_401, 6);
        using var http = server.Client(Role.SocietyAdmin, "list-e");
        async Task<string> FlatsAsync(string filter) => string.Join(' ', (await http.DataAsync($"{{ metersBySociety(societyId: \"list-e\", filter: {filter}) {{ items {{ serialNumber }} }} }}"))["metersBySociety"]!["items"]!.Texts("serialNumber").Select(static s => s[^1]));
        Assert.Equal("3 4", await FlatsAsync("""{ flatNumber: { eq: "102" } }"""));
        Assert.Equal("1 2 5 6", await FlatsAsync("""{ flatNumber: { ne: "102" } }"""));
        Assert.Equal("3", await FlatsAsync("""{ flatNumber: { eq: "102" }, place: { eq: "kitchen" } }"""));
        Assert.Equal("1 2 3 4", await FlatsAsync("""{ or: [{ flatNumber: { eq: "102" } }, { flatNumber: { beginsWith: "101" } }] }"""));
        Assert.Equal("5 6", await FlatsAsync("""{ not: { flatNumber: { between: ["101", "102"] } } }"""));
        Assert.Equal("2 4 6", await FlatsAsync("""{ and: [{ place: { contains: "at" } }, { status: { eq: ACTIVE } }] }"""));
        Assert.Equal("1 3 5", await FlatsAsync("""{ place: { size: { gt: 4 } } }"""));
        Assert.Equal("", await FlatsAsync("""{ location: { attributeExists: true } }""".Replace("location", "installationDate", StringComparison.Ordinal)));
        Assert.Equal("1 2 3 4 5 6", await FlatsAsync("""{ version: { ge: 1 }, encryptionKey: { attributeExists: false } }"""));
        Assert.Equal("", await FlatsAsync("""{ status: { ne: ACTIVE } }"""));
        Assert.Equal("BadQuery", await http.CodesAsync("""{ listMeters(filter: { color: { eq: "red" } }) { items { id } } }"""));
        Assert.Equal("BadFilter", await http.CodesAsync("""{ listMeters(filter: { place: { between: ["a"] } }) { items { id } } }"""));
        var many = string.Join(", ", Enumerable.Repeat("{ place: { eq: \"x\" } }", 101));
        Assert.Equal("FilterTooLarge", await http.CodesAsync($"{{ listMeters(filter: {{ or: [{many}] }}) {{ items {{ id }} }} }}"));
    }

    [Fact]
    public async Task A_filter_over_many_looks_at_so_many_and_says_how_many()
    {
        await server.FillAsync("list-f", 81_001_001, 300, readings: 0);
        using var http = server.Client(Role.SocietyAdmin, "list-f");
        const string query = """query($t: String) { metersBySociety(societyId: "list-f", limit: 2, nextToken: $t, filter: { serialNumber: { eq: "81001250" } }) { items { serialNumber } nextToken scannedCount } }""";
        var page = (await http.DataAsync(query))["metersBySociety"]!;
        Assert.Empty(page["items"]!.AsArray());
        Assert.Equal(40, (int)page["scannedCount"]!);
        var (pages, found) = (1, new List<string>());
        while ((string?)page["nextToken"] is { } token)
        {
            page = (await http.DataAsync(query, new { t = token }))["metersBySociety"]!;
            found.AddRange(page["items"]!.Texts("serialNumber"));
            pages++;
        }
        Assert.Equal("81001250", Assert.Single(found));
        Assert.Equal(8, pages);
    }

    [Fact]
    public async Task A_list_without_society_goes_over_those_of_the_caller()
    {
        await server.FillAsync("own-a", 81_002_001, 3);
        await server.FillAsync("own-b", 81_002_101, 3);
        await server.FillAsync("own-c", 81_002_201, 3);
        using var http = server.Client(Role.SocietyAdmin, "own-a", "own-c");
        foreach (var list in (string[])["listMeters", "listReadings"])
        {
            var (seen, token, pages) = (new List<string>(), (string?)null, 0);
            do
            {
                var page = (await http.DataAsync($"query($t: String) {{ {list}(limit: 2, nextToken: $t) {{ items {{ societyId }} nextToken }} }}", new { t = token }))[list]!;
                seen.AddRange(page["items"]!.Texts("societyId"));
                token = (string?)page["nextToken"];
            }
            while (token is not null && ++pages < 10);
            Assert.Equal(["own-a", "own-a", "own-a", "own-c", "own-c", "own-c"], seen);
        }
        Assert.Equal(["own-a", "own-c"], (await http.DataAsync("{ listSocieties { items { id } } }"))["listSocieties"]!["items"]!.Texts("id"));
        Assert.Equal("BadCursor", await http.CodesAsync("""{ listMeters(nextToken: "OWN A") { items { id } } }"""));
        Assert.Equal("BadCursor", await http.CodesAsync("""{ metersBySociety(societyId: "own-a", nextToken: "x") { items { id } } }"""));
        Assert.Equal("BadLimit", await http.CodesAsync("{ listMeters(limit: 0) { items { id } } }"));
    }

    [Fact]
    public async Task A_round_shows_targets_progress_readings_and_exports()
    {
        var meters = await server.FillAsync("round-a", 81_003_001, 4, readings: 0);
        using var http = server.Client(Role.SocietyAdmin, "round-a");
        using var started = await http.SendAsync("POST", "/api/societies/round-a/sessions", """{"mode":"SOCIETY"}""");
        var id = (string)(await started.ReadAsync())["id"]!;
        Assert.True(SessionId.TryParse(id, out var session));
        await server.KeepAsync(Authorizer.ForWorker(SocietyId.Parse("round-a"), "test"), meters.Take(3), session);
        using (await http.SendAsync("POST", "/api/export/excel", $$"""{"sessionId":"{{id}}","format":"json"}""")) { }
        const string fields = "id societyId userId mode status targetMeters progress { completed total percentage remaining } readings(limit: 2) { items { id sessionId } nextToken } exports { items { id format status downloadUrl sessionId } } name startedAt elapsedSeconds society { id }";
        var data = await http.DataAsync($$"""query($id: ID!) { getScanSession(id: $id) { {{fields}} } scanSessionsBySociety(societyId: "round-a") { items { {{fields}} } } exportsBySession(sessionId: $id) { items { id format } } readingsBySession(sessionId: $id) { items { id } } }""", new { id });
        var round = data["getScanSession"]!;
        Assert.Equal(("SOCIETY", "ACTIVE", "round-a"), ((string)round["mode"]!, (string)round["status"]!, (string)round["society"]!["id"]!));
        Assert.Equal([.. meters.Select(static m => MeterId.Of(m.Address).ToString())], round["targetMeters"]!.AsArray().Select(static t => (string)t!).Order());
        Assert.Equal(4, (int)round["progress"]!["total"]!);
        Assert.Equal([id, id], round["readings"]!["items"]!.Texts("sessionId"));
        Assert.NotNull(round["readings"]!["nextToken"]);
        Assert.Equal(3, data["readingsBySession"]!["items"]!.AsArray().Count);
        Assert.Equal(("json", id), ((string)round["exports"]!["items"]![0]!["format"]!, (string)round["exports"]!["items"]![0]!["sessionId"]!));
        Assert.Equal((string)round["exports"]!["items"]![0]!["id"]!, (string)data["exportsBySession"]!["items"]![0]!["id"]!);
        Assert.Equal(round["targetMeters"]!.ToJsonString(), data["scanSessionsBySociety"]!["items"]![0]!["targetMeters"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_structure_is_JSON_in_a_string()
    {
        await server.FillAsync("list-g", 81_004_001, 2);
        using var http = server.Client(Role.SocietyAdmin, "list-g");
        var data = await http.DataAsync("""{ a: getMeter(id: "KAM.99999999") { id } b: getSociety(id: "nowhere") { id } c: getReading(id: "99999999") { id } d: getScanSession(id: "x") { id } e: getExport(id: "0") { id } f: getSociety(id: "list-g") { structure createdAt version timeZone } }""");
        foreach (var name in (string[])["a", "b", "c", "d", "e"]) Assert.Null(data[name]);
        Assert.Equal(["KAM.81004001", "KAM.81004002"], JsonNode.Parse((string)data["f"]!["structure"]!)!["meterMapping"]!["A/101"]!.AsArray().Select(static m => (string)m!));
    }
}
