using System.Net;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.Registry;

public sealed class SocietiesTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_society_is_added_read_changed_and_removed()
    {
        using var http = server.Client();
        using var made = await http.SendAsync("POST", "/api/societies", """{"id":"lake-view","name":"Lake View","location":{"lat":18.5,"lng":73.9}}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("/api/societies/lake-view", made.Headers.Location!.ToString());
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);
        var society = await made.ReadAsync();
        Assert.Equal("Asia/Kolkata", (string?)society["timeZone"]);
        Assert.Equal(15, (int)society["slotMinutes"]!);

        using var changed = await http.SendAsync("PUT", "/api/societies/lake-view", """{"name":"Lake View II","slotMinutes":60,"retention":{"gatewayTelegramDays":30}}""", "\"1\"");
        Assert.Equal("\"2\"", changed.Headers.ETag!.Tag);
        using var read = await http.SendAsync("GET", "/api/societies/lake-view");
        society = await read.ReadAsync();
        Assert.Equal("Lake View II", (string?)society["name"]);
        Assert.Equal(30, (int)society["retention"]!["gatewayTelegramDays"]!);
        Assert.Null(society["retention"]!["movedOutResidentDays"]);

        using var removed = await http.SendAsync("DELETE", "/api/societies/lake-view", ifMatch: "\"2\"");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await http.SendAsync("GET", "/api/societies/lake-view");
        await gone.IsProblemAsync(404, "NotFound");
    }

    [Fact]
    public async Task A_change_without_or_with_an_old_version_is_refused()
    {
        var path = await server.MakeSocietyAsync("etag-park");
        using var http = server.Admin("etag-park");
        using var without = await http.SendAsync("PUT", path, """{"name":"A"}""");
        await without.IsProblemAsync(428, "VersionRequired");
        using var bad = await http.SendAsync("PUT", path, """{"name":"A"}""", "1");
        await bad.IsProblemAsync(400, "BadIfMatch");
        using var first = await http.SendAsync("PUT", path, """{"name":"A"}""", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var late = await http.SendAsync("PUT", path, """{"name":"B"}""", "\"1\"");
        await late.IsProblemAsync(412, "ChangedMeanwhile");
        using var any = await http.SendAsync("PUT", path, """{"name":"C"}""", "*");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"Green Park","name":"x"}""", "InvalidField")]
    [InlineData("""{"id":"x","name":""}""", "InvalidField")]
    [InlineData("""{"id":"x","name":"x","timeZone":"Mars/Base"}""", "InvalidField")]
    [InlineData("""{"id":"x","name":"x","slotMinutes":0}""", "InvalidField")]
    [InlineData("""{"id":"x","name":"x","location":{"lat":91,"lng":0}}""", "InvalidField")]
    [InlineData("""{"id":"x","name":"x","retention":{"gatewayTelegramDays":0}}""", "InvalidField")]
    [InlineData("""{"id":"x","name":"x","location":{"lat":"north"}}""", "BadJson")]
    [InlineData("""{"id":"x",""", "BadJson")]
    [InlineData("", "BadJson")]
    public async Task Bad_input_is_named(string body, string code)
    {
        using var http = server.Client();
        using var answer = await http.SendAsync("POST", "/api/societies", body);
        await answer.IsProblemAsync(400, code);
    }

    [Fact]
    public async Task Callers_see_their_own_societies_and_others_do_not_exist()
    {
        await server.MakeSocietyAsync("own");
        var foreign = await server.MakeSocietyAsync("foreign");
        using var http = server.Admin("own");
        using var list = await http.GetAsync("/api/societies", Cancel);
        var societies = (await list.ReadAsync())["societies"]!.AsArray();
        Assert.Equal("own", (string?)Assert.Single(societies)!["id"]);
        foreach (var path in new[] { foreign, $"{foreign}/structure", $"{foreign}/meters", $"{foreign}/flats/A/101", $"{foreign}/meters/KAM.90000001", "/api/societies/nowhere/meters" })
        {
            using var answer = await http.GetAsync(path, Cancel);
            await answer.IsProblemAsync(404, "NotFound");
        }
        using var add = await http.SendAsync("POST", "/api/societies", """{"id":"mine","name":"x"}""");
        await add.IsProblemAsync(403, "Forbidden");
    }

    [Fact]
    public async Task Nobody_enters_a_society_that_does_not_exist()
    {
        using var http = server.Client();
        using var read = await http.GetAsync("/api/societies/nowhere/structure", Cancel);
        await read.IsProblemAsync(404, "NotFound");
        using var add = await http.SendAsync("POST", "/api/societies/nowhere/meters", Park.Meter("90000991"));
        await add.IsProblemAsync(404, "NotFound");
    }

    [Fact]
    public async Task The_structure_has_towers_flats_and_the_meters_of_each_place()
    {
        var path = await server.MakeSocietyAsync("tower-park");
        using var http = server.Admin("tower-park");
        using var tower = await http.SendAsync("PUT", $"{path}/towers/A", """{"floors":10,"coordinates":{"lat":18.5,"lng":73.9}}""");
        Assert.Equal(HttpStatusCode.Created, tower.StatusCode);
        using var flat = await http.SendAsync("PUT", $"{path}/flats/A/101", """{"floor":1,"type":"2BHK"}""");
        Assert.Equal(HttpStatusCode.Created, flat.StatusCode);
        using var again = await http.SendAsync("PUT", $"{path}/flats/A/101", """{"floor":2}""");
        await again.IsProblemAsync(428, "VersionRequired");
        foreach (var meter in new[] { Park.Meter("90000301"), Park.Meter("90000302", place: "bath"), Park.Meter("90000303", flat: "", tower: "A", more: ",\"purpose\":\"BULK\"") })
            using (var added = await http.SendAsync("POST", $"{path}/meters", meter)) Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var answer = await http.GetAsync($"{path}/structure", Cancel);
        var structure = await answer.ReadAsync();
        Assert.Equal(10, (int)structure["towers"]![0]!["floors"]!);
        Assert.Equal("101", (string?)structure["flats"]![0]!["number"]);
        Assert.Equal(["KAM.90000301", "KAM.90000302"], structure["meterMapping"]!["A/101"]!.AsArray().Select(m => (string)m!));
        Assert.Equal("KAM.90000303", (string?)structure["meterMapping"]!["A"]![0]);
        using var full = await http.SendAsync("DELETE", $"{path}/flats/A/101", ifMatch: "*");
        await full.IsProblemAsync(409, "NotEmpty");
        using var name = await http.SendAsync("PUT", $"{path}/towers/A%23B", "{}");
        await name.IsProblemAsync(400, "InvalidField");
    }
}
