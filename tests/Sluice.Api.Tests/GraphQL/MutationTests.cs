using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Tests.Registry;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

public sealed class MutationTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Meter = "id societyId serialNumber towerName flatNumber place encryptionKey status purpose meterType installationDate location { lat lng } version";

    [Fact]
    public async Task A_society_is_made_changed_and_removed()
    {
        using var http = server.Client(Role.SuperAdmin);
        var made = (await http.DataAsync("""mutation($i: CreateSocietyInput!, $c: ModelSocietyConditionInput) { createSociety(input: $i, condition: $c) { id name address timeZone version location { lat lng } } }""",
            new { i = new { id = "made-a", name = "Made", address = "1 Lake Road", location = new { lat = 18.5, lng = 73.9 } } }))["createSociety"]!;
        Assert.Equal(("made-a", "Made", "1 Lake Road", 18.5, 1), ((string)made["id"]!, (string)made["name"]!, (string)made["address"]!, (double)made["location"]!["lat"]!, (int)made["version"]!));
        Assert.Equal("Exists", await http.CodesAsync("""mutation { createSociety(input: { id: "made-a", name: "Again" }) { id } }"""));
        using var admin = server.Client(Role.SocietyAdmin, "made-a");
        var changed = (await admin.DataAsync("""mutation { updateSociety(input: { id: "made-a", name: "Other" }) { name address version } }"""))["updateSociety"]!;
        Assert.Equal("""{"name":"Other","address":"1 Lake Road","version":2}""", changed.ToJsonString());
        Assert.Equal("ChangedMeanwhile", await admin.CodesAsync("""mutation { updateSociety(input: { id: "made-a", name: "Third", version: 1 }) { name } }"""));
        Assert.Equal("ConditionFailed", await admin.CodesAsync("""mutation { updateSociety(input: { id: "made-a", name: "Third" }, condition: { name: { eq: "Made" } }) { name } }"""));
        Assert.Equal("InvalidField", await admin.CodesAsync("""mutation { updateSociety(input: { id: "made-a", name: "" }) { name } }"""));
        Assert.Equal("Forbidden", await admin.CodesAsync("""mutation { deleteSociety(input: { id: "made-a" }) { id } }"""));
        Assert.Equal("Forbidden", await admin.CodesAsync("""mutation { createSociety(input: { id: "made-b", name: "B" }) { id } }"""));
        Assert.Equal("made-a", (string)(await http.DataAsync("""mutation { deleteSociety(input: { id: "made-a" }) { id } }"""))["deleteSociety"]!["id"]!);
        Assert.Null((await http.DataAsync("""{ getSociety(id: "made-a") { id } }"""))["getSociety"]);
        var audit = (await (await http.GetAsync("/api/audit?limit=1000", Cancel)).ReadAsync())["entries"]!.AsArray().Where(static e => (string?)e!["target"] == "made-a" || (string?)e["societyId"] == "made-a").Select(static e => (string)e!["action"]!);
        Assert.Equal(["society.remove", "society.change", "society.add"], audit.Where(static a => !a.EndsWith("refused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_meter_is_made_with_a_key_that_never_comes_back()
    {
        await server.MakeSocietyAsync("meters-a");
        using var http = server.Client(Role.SocietyAdmin, "meters-a");
        var made = (await http.DataAsync($$"""mutation($i: CreateMeterInput!) { createMeter(input: $i) { {{Meter}} } }""", new
        {
            i = new { societyId = "meters-a", serialNumber = "84000001", towerName = "A", flatNumber = "101", place = "kitchen", encryptionKey = "000102030405060708090A0B0C0D0E0F", status = "ACTIVE", installationDate = "2025-04-01", location = new { lat = 18.5, lng = 73.9 } },
        }))["createMeter"]!;
        Assert.Equal("""{"id":"KAM.84000001","societyId":"meters-a","serialNumber":"84000001","towerName":"A","flatNumber":"101","place":"kitchen","encryptionKey":"be45cb26","status":"ACTIVE","purpose":"FLAT","meterType":"FlowIQ2101","installationDate":"2025-04-01","location":{"lat":18.5,"lng":73.9},"version":1}""", made.ToJsonString());
        var changed = (await http.DataAsync($$"""mutation { updateMeter(input: { id: "KAM.84000001", status: MAINTENANCE, location: null, encryptionKey: "be45cb26" }, condition: { status: { eq: ACTIVE } }) { {{Meter}} } }"""))["updateMeter"]!;
        Assert.Equal(("MAINTENANCE", "kitchen", "be45cb26", 2), ((string)changed["status"]!, (string)changed["place"]!, (string)changed["encryptionKey"]!, (int)changed["version"]!));
        Assert.Null(changed["location"]);
        Assert.Equal("ConditionFailed", await http.CodesAsync("""mutation { updateMeter(input: { id: "KAM.84000001", status: INACTIVE }, condition: { status: { eq: ACTIVE } }) { id } }"""));
        Assert.Equal("ChangedMeanwhile", await http.CodesAsync("""mutation { updateMeter(input: { id: "KAM.84000001", status: INACTIVE, version: 1 }) { id } }"""));
        Assert.Equal("MeterTaken", await http.CodesAsync("""mutation { createMeter(input: { societyId: "meters-a", serialNumber: "84000001" }) { id } }"""));
        Assert.Equal("InvalidField", await http.CodesAsync("""mutation { updateMeter(input: { id: "KAM.84000001", societyId: "other" }) { id } }"""));
        Assert.Equal("NotFound", await http.CodesAsync("""mutation { updateMeter(input: { id: "KAM.84000002", status: INACTIVE }) { id } }"""));
        Assert.Equal("BadQuery", await http.CodesAsync("""mutation { updateMeter(input: { id: "KAM.84000001", status: BROKEN }) { id } }"""));
        var answer = await http.AskAsync("""mutation { updateMeter(input: { id: "KAM.84000001", encryptionKey: "no key at all" }) { id } }""");
        Assert.Equal("InvalidField", (string)answer["errors"]![0]!["extensions"]!["code"]!);
        Assert.DoesNotContain("no key at all", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("84000001", (string)(await http.DataAsync("""mutation { deleteMeter(input: { id: "KAM.84000001" }) { serialNumber } }"""))["deleteMeter"]!["serialNumber"]!);
        Assert.Null((await http.DataAsync("""{ getMeter(id: "KAM.84000001") { id } }"""))["getMeter"]);
        Assert.Equal(["meter.remove", "meter.change", "meter.add"], await AuditAsync(http, "meters-a"));
    }

    [Fact]
    public async Task A_round_is_started_changed_and_given_up()
    {
        var meters = await server.FillAsync("rounds-a", 84_001_001, 3, readings: 0);
        using var scanner = server.Client(Role.Scanner, "rounds-a");
        var made = (await scanner.DataAsync("""mutation { createScanSession(input: { societyId: "rounds-a", mode: TOWER, towerName: "A", name: "Morning" }) { id userId mode status name targetMeters progress { total } owner } }"""))["createScanSession"]!;
        var id = (string)made["id"]!;
        Assert.Equal(("TOWER", "ACTIVE", "Morning", 3), ((string)made["mode"]!, (string)made["status"]!, (string)made["name"]!, made["targetMeters"]!.AsArray().Count));
        async Task<string> UpdateAsync(string input) => (string)(await scanner.DataAsync($$"""mutation($id: ID!) { updateScanSession(input: { id: $id, {{input}} }) { status } }""", new { id }))["updateScanSession"]!["status"]!;
        Assert.Equal("PAUSED", await UpdateAsync("status: PAUSED, name: \"Evening\""));
        Assert.Equal("ACTIVE", await UpdateAsync("status: ACTIVE"));
        Assert.Equal("COMPLETED", await UpdateAsync("status: COMPLETED"));
        Assert.Equal("NoReason", await scanner.CodesAsync("mutation($id: ID!) { updateScanSession(input: { id: $id, status: ACTIVE }) { status } }", new { id }));
        Assert.Equal("ACTIVE", await UpdateAsync("status: ACTIVE, reason: \"One was left out\""));
        Assert.Equal("Evening", (string)(await scanner.DataAsync("query($id: ID!) { getScanSession(id: $id) { name } }", new { id }))["getScanSession"]!["name"]!);
        Assert.Equal("FAILED", (string)(await scanner.DataAsync("mutation($id: ID!) { deleteScanSession(input: { id: $id }) { status reason } }", new { id }))["deleteScanSession"]!["status"]!);
        using var other = server.Client(Role.Scanner, "rounds-a-other");
        Assert.Equal("NotFound", await other.CodesAsync("mutation($id: ID!) { updateScanSession(input: { id: $id, status: PAUSED }) { status } }", new { id }));
        Assert.Equal("NoTargets", await scanner.CodesAsync("""mutation { createScanSession(input: { societyId: "rounds-a", mode: TOWER, towerName: "Z" }) { id } }"""));
        Assert.Equal(3, meters.Count);
    }

    [Fact]
    public async Task A_reading_is_made_of_a_telegram_or_of_the_dial_and_never_overwritten()
    {
        var meters = await server.FillAsync("readings-a", 84_002_001, 2, readings: 0);
        server.Services.GetRequiredService<Intake>().AddKeys(meters.Select(static m => m.Key));
        var (one, two) = (MeterId.Of(meters[0].Address).ToString(), MeterId.Of(meters[1].Address).ToString());
        using var http = server.Client(Role.SocietyAdmin, "readings-a");
        const string fields = "id meterId consumption timestamp rawTelegram decryptedData quality source kind version reasons";
        var telegram = Convert.ToHexString(meters[0].Telegram(123_456));
        var made = (await http.DataAsync($$"""mutation($i: CreateReadingInput!) { createReading(input: $i) { {{fields}} } }""", new { i = new { rawTelegram = telegram, meterId = one } }))["createReading"]!;
        Assert.Equal((one, 123.456m, "TELEGRAM", telegram), ((string)made["meterId"]!, (decimal)made["consumption"]!, (string)made["source"]!, (string)made["rawTelegram"]!));
        Assert.Equal("123.456", JsonNode.Parse((string)made["decryptedData"]!)!["total_m3"]?.ToString() ?? JsonNode.Parse((string)made["decryptedData"]!)!.AsObject().First(static f => f.Key.StartsWith("total", StringComparison.Ordinal)).Value!.ToString().Split(' ')[0]);
        var again = (await http.DataAsync("mutation($i: CreateReadingInput!) { createReading(input: $i) { id } }", new { i = new { rawTelegram = telegram } }))["createReading"]!;
        Assert.Equal((string)made["id"]!, (string)again["id"]!);
        var dial = (await http.DataAsync($$"""mutation($i: CreateReadingInput!) { createReading(input: $i) { {{fields}} } }""", new { i = new { meterId = two, consumption = 7.50m, timestamp = "2026-03-14T08:00:00Z" } }))["createReading"]!;
        Assert.Equal((7.50m, "MANUAL", "", "{}", "2026-03-14T08:00:00.000Z"), ((decimal)dial["consumption"]!, (string)dial["source"]!, (string)dial["rawTelegram"]!, (string)dial["decryptedData"]!, (string)dial["timestamp"]!));
        var corrected = (await http.DataAsync("mutation($id: ID!) { updateReading(input: { id: $id, consumption: 7.05, why: \"misread\" }) { consumption version kind quality } }", new { id = (string)dial["id"]! }))["updateReading"]!;
        Assert.Equal("""{"consumption":7.05,"version":2,"kind":"CORRECTED","quality":"FAIR"}""", corrected.ToJsonString());
        var withdrawn = (await http.DataAsync("mutation($id: ID!) { deleteReading(input: { id: $id, why: \"wrong meter\" }) { consumption version } }", new { id = (string)dial["id"]! }))["deleteReading"]!;
        Assert.Equal(7.05m, (decimal)withdrawn["consumption"]!);
        Assert.Equal([one], (await http.DataAsync("""{ readingsBySociety(societyId: "readings-a") { items { meterId } } }"""))["readingsBySociety"]!["items"]!.Texts("meterId"));
        Assert.Contains("\"total_m3\":7.50", await http.GetStringAsync($"/api/readings/{(string)dial["id"]!}/versions", Cancel), StringComparison.Ordinal);
        Assert.Equal("BadReading", await http.CodesAsync("mutation($i: CreateReadingInput!) { createReading(input: $i) { id } }", new { i = new { meterId = two, consumption = 1, rawTelegram = "00" } }));
        Assert.Equal("BadHex", await http.CodesAsync("mutation { createReading(input: { rawTelegram: \"zz\" }) { id } }"));
        Assert.Equal("UnknownMeter", await http.CodesAsync("mutation($t: String) { createReading(input: { rawTelegram: $t }) { id } }", new { t = Convert.ToHexString(new Storage.Contract.InventedMeter(0x84002999).Telegram(5)) }));
        Assert.Equal("BadKind", await http.CodesAsync("mutation($id: ID!) { updateReading(input: { id: $id, kind: NOTED, why: \"x\" }) { id } }", new { id = (string)made["id"]! }));
        Assert.Equal(["reading.withdraw", "reading.correct", "reading.enter"], await AuditAsync(http, "readings-a"));
    }

    [Fact]
    public async Task An_export_is_asked_for_and_fetched()
    {
        await server.FillAsync("exports-a", 84_003_001, 2);
        using var http = server.Client(Role.SocietyAdmin, "exports-a");
        var made = (await http.DataAsync("""mutation { createExport(input: { societyId: "exports-a", month: "2026-03", format: "json" }) { id format status from to downloadUrl size sha256 expiresAt error } }"""))["createExport"]!;
        Assert.Equal(("json", "SUCCEEDED", "2026-03-01", "2026-03-31"), ((string)made["format"]!, (string)made["status"]!, (string)made["from"]!, (string)made["to"]!));
        var file = await http.GetByteArrayAsync(new Uri((string)made["downloadUrl"]!), Cancel);
        Assert.Equal((int)made["size"]!, file.Length);
        Assert.Equal((string)made["id"]!, (string)(await http.DataAsync("""{ exportsBySociety(societyId: "exports-a", filter: { format: { eq: "json" } }) { items { id } } }"""))["exportsBySociety"]!["items"]![0]!["id"]!);
        Assert.Equal("SUCCEEDED", (string)(await http.DataAsync("mutation($id: ID!) { deleteExport(input: { id: $id }) { status } }", new { id = (string)made["id"]! }))["deleteExport"]!["status"]!);
        Assert.Equal("BadFormat", await http.CodesAsync("""mutation { createExport(input: { societyId: "exports-a", month: "2026-03", format: "doc" }) { id } }"""));
        Assert.Equal("NothingToExport", await http.CodesAsync("mutation { createExport(input: { format: \"json\" }) { id } }"));
    }

    [Fact]
    public async Task Mutations_of_one_request_run_one_after_the_other_and_a_refused_one_stops_none()
    {
        await server.MakeSocietyAsync("serial-a");
        using var http = server.Client(Role.SocietyAdmin, "serial-a");
        var answer = await http.AskAsync("""
            mutation { a: createMeter(input: { societyId: "serial-a", serialNumber: "84004001" }) { version } b: createMeter(input: { societyId: "serial-a", serialNumber: "84004001" }) { version }
                c: updateMeter(input: { id: "KAM.84004001", place: "bath" }) { version } }
            """);
        Assert.Equal("""{"a":{"version":1},"b":null,"c":{"version":2}}""", answer["data"]!.ToJsonString());
        Assert.Equal("MeterTaken", (string)Assert.Single(answer["errors"]!.AsArray())!["extensions"]!["code"]!);
    }

    private static async Task<List<string>> AuditAsync(HttpClient http, string society) =>
        [.. (await (await http.GetAsync($"/api/societies/{society}/audit", Cancel)).ReadAsync())["entries"]!.Texts("action")];
}
