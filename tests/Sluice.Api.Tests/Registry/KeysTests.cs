using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Metering.Identity;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Registry;

public sealed class KeysTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_file_heals_the_archive_and_says_how_much()
    {
        var path = await server.MakeSocietyAsync("key-park");
        using var http = server.Admin("key-park");
        using (await http.SendAsync("POST", $"{path}/meters", Park.Meter("90000601"))) { }
        var meter = new InventedMeter(0x90000601);
        await DeliverAsync(meter, 1, 2, 3);
        var report = await ImportAsync(http, $"{path}/keys", $"serial,key\n90000601,{meter.KeyHex}\n90000602,not a key\n");
        var key = Assert.Single(report["keys"]!.AsArray())!;
        Assert.Equal(
            (2, "KAM.90000601", "ADDED", "PROVEN", true, "key-park"),
            ((int)key["row"]!, (string?)key["meterId"], (string?)key["outcome"], (string?)key["proof"], (bool)key["registered"]!, (string?)key["societyId"]));
        Assert.Equal(3, (long)report["healed"]!);
        Assert.Equal((3, "InvalidKey"), Assert.Single(report["problems"]!.AsArray()) is { } p ? ((int)p["row"]!, (string?)p["code"]) : default);
        using var read = await http.GetAsync($"{path}/meters/KAM.90000601", Cancel);
        Assert.Equal((string?)key["fingerprint"], (string?)(await read.ReadAsync())["encryptionKey"]);
        report = await ImportAsync(http, $"{path}/keys", $"serial,key\n90000601,{meter.KeyHex}\n");
        Assert.Equal(("UNCHANGED", 0L), ((string?)report["keys"]![0]!["outcome"], (long)report["healed"]!));
    }

    [Fact]
    public async Task A_large_key_file_comes_in_as_a_job_that_shows_what_it_healed()
    {
        var path = await server.MakeSocietyAsync("key-park");
        using var http = server.Admin("key-park");
        using (await http.SendAsync("POST", $"{path}/meters", Park.Meter("90000681"))) { }
        var meter = new InventedMeter(0x90000681);
        await DeliverAsync(meter, 1, 2, 3, 4);
        var rows = new StringBuilder("serial,key\n").Append(System.Globalization.CultureInfo.InvariantCulture, $"90000681,{meter.KeyHex}\n");
        for (var i = 0; i < 1_200; i++) rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"92{i:D6},{i:X32}\n");
        rows.Append("90000682,not a key\n");
        using var form = new MultipartFormDataContent { { new StringContent(rows.ToString()), "file", "keys.csv" } };
        using var accepted = await http.PostAsync(new Uri($"{path}/keys?background=true", UriKind.Relative), form, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var job = await accepted.ReadAsync();
        while ((string?)job["state"] is "QUEUED" or "RUNNING")
        {
            await Task.Delay(50, Cancel);
            using var read = await http.GetAsync(accepted.Headers.Location, Cancel);
            job = await read.ReadAsync();
        }
        Assert.Equal(("SUCCEEDED", "import.keys", 1_201L, "4 telegrams healed"), ((string?)job["state"], (string?)job["kind"], (long)job["progress"]!["done"]!, (string?)job["progress"]!["text"]));
        var result = job["result"]!;
        Assert.Equal((1_201, 1_201, 1, 4L, false), ((int)result["keys"]!, (int)result["outcomes"]!["ADDED"]!, (int)result["problems"]!, (long)result["healed"]!, (bool)result["healing"]!));
        Assert.Equal("InvalidKey", (string?)Assert.Single(result["rows"]!.AsArray())!["code"]);
        Assert.DoesNotContain(meter.KeyHex, job.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        using var bad = await http.PostAsync(new Uri($"{path}/keys?background=maybe", UriKind.Relative), new MultipartFormDataContent { { new StringContent("x"), "file", "k" } }, Cancel);
        await bad.IsProblemAsync(400, "BadBackground");
    }

    [Fact]
    public async Task A_key_that_opens_nothing_is_kept_only_when_forced()
    {
        var path = await server.MakeSocietyAsync("key-park");
        using var http = server.Admin("key-park");
        using (await http.SendAsync("POST", $"{path}/meters", Park.Meter("90000611"))) { }
        await DeliverAsync(new InventedMeter(0x90000611), 1);
        var wrong = $"serial,key\n90000611,{new InventedMeter(0x90000611, keyEnd: 99).KeyHex}\n";
        var report = await ImportAsync(http, $"{path}/keys", wrong);
        Assert.Equal(("REFUSED", "REFUTED", null), ((string?)report["keys"]![0]!["outcome"], (string?)report["keys"]![0]!["proof"], (string?)report["keys"]![0]!["societyId"]));
        report = await ImportAsync(http, $"{path}/keys?force=true", wrong);
        Assert.Equal(("ADDED", "REFUTED"), ((string?)report["keys"]![0]!["outcome"], (string?)report["keys"]![0]!["proof"]));
        using var put = await http.SendAsync("PATCH", $"{path}/meters/KAM.90000611", $$"""{"encryptionKey":"{{new InventedMeter(0x90000611, keyEnd: 98).KeyHex}}"}""", "*");
        await put.IsProblemAsync(409, "KeyRefuted");
        using var right = await http.SendAsync("PATCH", $"{path}/meters/KAM.90000611", $$"""{"encryptionKey":"{{new InventedMeter(0x90000611).KeyHex}}"}""", "*");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_key_waits_for_its_meter_and_is_used_when_that_comes()
    {
        var path = await server.MakeSocietyAsync("key-park");
        using var http = server.Admin("key-park");
        var meter = new InventedMeter(0x90000621);
        var report = await ImportAsync(http, $"{path}/keys", $"serial,key\n90000621,{meter.KeyHex}\n");
        Assert.Equal(("ADDED", "UNPROVEN", false), ((string?)report["keys"]![0]!["outcome"], (string?)report["keys"]![0]!["proof"], (bool)report["keys"]![0]!["registered"]!));
        using var added = await http.SendAsync("POST", $"{path}/meters", Park.Meter("90000621"));
        Assert.Equal((string?)report["keys"]![0]!["fingerprint"], (string?)(await added.ReadAsync())["encryptionKey"]);
        Assert.Equal(1, (int)(await DeliverAsync(meter, 1))["stored"]!);
    }

    [Fact]
    public async Task A_society_cannot_touch_or_learn_of_anothers_meter_by_its_keys()
    {
        var (own, other) = (await server.MakeSocietyAsync("key-park"), await server.MakeSocietyAsync("key-other"));
        using var a = server.Admin("key-park");
        using var b = server.Admin("key-other");
        var meter = new InventedMeter(0x90000631);
        using (await a.SendAsync("POST", $"{own}/meters", Park.Meter("90000631"))) { }
        await DeliverAsync(meter, 1);
        var report = await ImportAsync(b, $"{other}/keys", $"serial,key\n90000631,{meter.KeyHex}\n");
        Assert.Equal(("UNPROVEN", false, 0L), ((string?)report["keys"]![0]!["proof"], (bool)report["keys"]![0]!["registered"]!, (long)report["healed"]!));
        Assert.Equal(1, (int)(await DeliverAsync(meter, 2))["undecoded"]!["NoKey"]!);
        report = await ImportAsync(a, $"{own}/keys", $"serial,key\n90000631,{meter.KeyHex}\n");
        Assert.Equal(("PROVEN", 2L), ((string?)report["keys"]![0]!["proof"], (long)report["healed"]!));
    }

    [Fact]
    public async Task The_operators_keys_go_to_the_societies_of_their_meters()
    {
        var (own, other) = (await server.MakeSocietyAsync("key-park"), await server.MakeSocietyAsync("key-other"));
        using var http = server.Client();
        using (await http.SendAsync("POST", $"{own}/meters", Park.Meter("90000641"))) { }
        using (await http.SendAsync("POST", $"{other}/meters", Park.Meter("90000642"))) { }
        var hex = new InventedMeter().KeyHex;
        var report = await ImportAsync(http, "/api/keys", $"serial,key\n90000641,{hex}\n90000642,{hex}\n90000643,{hex}\n");
        Assert.Equal(["ADDED", "ADDED", "UNKNOWN_METER"], report["keys"]!.AsArray().Select(k => (string)k!["outcome"]!));
        Assert.Equal(["key-park", "key-other", null], report["keys"]!.AsArray().Select(k => (string?)k!["societyId"]));
    }

    [Fact]
    public async Task A_file_or_form_that_cannot_be_used_is_named()
    {
        var path = await server.MakeSocietyAsync("key-park");
        using var http = server.Admin("key-park");
        using var bare = await http.SendAsync("POST", $"{path}/keys", "{}");
        await bare.IsProblemAsync(415, "NoForm");
        using var empty = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        using var none = await http.PostAsync($"{path}/keys", empty, Cancel);
        await none.IsProblemAsync(400, "NoFile");
        using var garbage = await http.PostAsync($"{path}/keys", Form("\0\0\0"), Cancel);
        await garbage.IsProblemAsync(400, "NotAKeyFile");
        using var force = await http.PostAsync($"{path}/keys?force=maybe", Form("serial,key\n"), Cancel);
        await force.IsProblemAsync(400, "BadForce");
        using var cut = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc"u8.ToArray());
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var broken = await http.PostAsync($"{path}/keys", cut, Cancel);
        await broken.IsProblemAsync(400, "BadForm");
        using var scanner = server.Client(Role.Scanner, "key-park");
        using var refused = await scanner.PostAsync($"{path}/keys", Form("serial,key\n"), Cancel);
        await refused.IsProblemAsync(403, "Forbidden");
    }

    private async Task<JsonNode> DeliverAsync(InventedMeter meter, params int[] numbers)
    {
        using var http = server.Client();
        using var body = new StringContent(string.Join('\n', numbers.Select(n => Convert.ToHexString(meter.Telegram(n)))), Encoding.ASCII);
        using var answer = await http.PostAsync("/api/telegrams", body, Cancel);
        return await answer.ReadAsync();
    }

    private static async Task<JsonNode> ImportAsync(HttpClient http, string path, string csv)
    {
        using var answer = await http.PostAsync(path, Form(csv), Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.ReadAsync();
    }

    private static MultipartFormDataContent Form(string csv) => new() { { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "keys.csv" } };
}
