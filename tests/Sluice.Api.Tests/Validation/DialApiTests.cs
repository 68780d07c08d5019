using System.Net;
using Sluice.Api.Tests.Sessions;
using static Sluice.Api.Tests.Sessions.RoundWorld;

namespace Sluice.Api.Tests.Validation;

public sealed class DialApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Noon = "2026-03-01T12:00:00Z";

    private static string Entry(string society, string meter) => $"/api/societies/{society}/meters/KAM.{meter}/readings";

    [Fact]
    public async Task A_dial_reading_is_stored_once_and_judged_like_others()
    {
        var world = new RoundWorld(server, "dial-park");
        await world.RegisterAsync(first: 901, count: 2);
        var path = Entry("dial-park", "90000901");
        var (status, first) = await SendAsync(world.Scanner, HttpMethod.Post, path, $$"""{"id":"a","consumption":12.50,"timestamp":"{{Noon}}","note":"behind the pipe"}""");
        Assert.Equal((HttpStatusCode.Created, "MANUAL", "12.50", "GOOD"), (status, first.GetProperty("reading").GetProperty("source").GetString(), first.GetProperty("reading").GetProperty("total_m3").GetRawText(), first.GetProperty("reading").GetProperty("quality").GetString()));
        var id = first.GetProperty("reading").GetProperty("readingId").GetString();
        var (again, second) = await SendAsync(world.Scanner, HttpMethod.Post, path, $$"""{"id":"a","consumption":12.5,"timestamp":"{{Noon}}","note":"behind the pipe"}""");
        Assert.Equal((HttpStatusCode.OK, id), (again, second.GetProperty("reading").GetProperty("readingId").GetString()));
        Assert.Equal("409 OtherReading", await ProblemAsync(world.Scanner, HttpMethod.Post, path, $$"""{"id":"a","consumption":13,"timestamp":"{{Noon}}"}"""));
        var (_, lower) = await SendAsync(world.Scanner, HttpMethod.Post, path, """{"consumption":11,"timestamp":"2026-03-02T12:00:00Z"}""");
        Assert.Equal("""["negative"]""", lower.GetProperty("reading").GetProperty("reasons").GetRawText());
        var versions = (await GetAsync(world.Admin, $"/api/readings/{id}/versions")).GetProperty("versions");
        Assert.Equal((2, "NOTED", "behind the pipe", "12.50"), (versions.GetArrayLength(), versions[1].GetProperty("kind").GetString(), versions[1].GetProperty("why").GetString(), versions[1].GetProperty("total_m3").GetRawText()));
    }

    [Fact]
    public async Task In_a_round_it_marks_the_meter_whichever_call_brings_it_and_is_one_reading()
    {
        var world = new RoundWorld(server, "dial-round");
        await world.RegisterAsync(first: 911, count: 4);
        var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}""");
        var session = round.Split('/')[^1];
        var (_, entered) = await SendAsync(world.Scanner, HttpMethod.Post, Entry("dial-round", "90000911"), $$"""{"consumption":12.5,"timestamp":"{{Noon}}","sessionId":"{{session}}"}""");
        Assert.Equal("Noted", entered.GetProperty("target").GetString());
        foreach (var at in (string[])[Noon, Noon])
            await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/update", $$"""{"meterId":"KAM.90000912","reading":3.1,"at":"{{at}}","note":"photo later"}""");
        Assert.Equal(2, (await GetAsync(world.Admin, $"{round}/progress")).GetProperty("states").GetProperty("manual").GetInt32());
        using var all = server.Client();
        foreach (var meter in (string[])["KAM.90000911", "KAM.90000912"])
        {
            var readings = (await GetAsync(all, $"/api/readings?meter={meter}")).GetProperty("readings");
            Assert.Equal((1, "MANUAL"), (readings.GetArrayLength(), readings[0].GetProperty("source").GetString()));
        }
        Assert.Equal("404 NotATarget", await ProblemAsync(world.Scanner, HttpMethod.Post, Entry("dial-round", "90000999"), $$"""{"consumption":1,"timestamp":"{{Noon}}","sessionId":"{{session}}"}"""));
    }

    [Theory]
    [InlineData("{}", "400 BadVolume")]
    [InlineData("""{"consumption":-1,"timestamp":"2026-03-01T12:00:00Z"}""", "400 BadVolume")]
    [InlineData("""{"consumption":1}""", "400 BadTime")]
    [InlineData("""{"consumption":1,"timestamp":"2999-03-01T12:00:00Z"}""", "400 BadTime")]
    [InlineData("""{"consumption":1,"timestamp":"1999-03-01T12:00:00Z"}""", "400 BadTime")]
    [InlineData("""{"consumption":1,"timestamp":"2026-03-01T12:00:00Z","sessionId":"x"}""", "404 NotFound")]
    [InlineData("""{"consumption":1,"timestamp":"2026-03-01T12:00:00Z"}""", "404 NotFound")]
    public async Task What_cannot_be_a_reading_is_refused(string body, string problem)
    {
        var world = new RoundWorld(server, "dial-refused");
        Assert.Equal(problem, await ProblemAsync(world.Scanner, HttpMethod.Post, Entry("dial-refused", "90000998"), body));
    }
}
