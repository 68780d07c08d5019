using System.Net;
using System.Text.Json;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.Sessions.RoundWorld;

namespace Sluice.Api.Tests.Sessions;

public sealed class SessionsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Progress_has_the_shape_of_the_contract()
    {
        var world = new RoundWorld(server, "progress-park");
        await world.RegisterAsync(first: 1, count: 48);
        var round = await world.StartAsync(world.Scanner, """{"mode":"TOWER","towers":["A"]}""");
        await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/update", """{"meterId":"KAM.90000001","status":"MANUAL","reading":12.345}""");
        var progress = await GetAsync(world.Scanner, $"{round}/progress");
        Assert.Equal("""{"completed":1,"total":24,"percentage":4.1,"remaining":23}""",
            $$"""{"completed":{{progress.GetProperty("completed")}},"total":{{progress.GetProperty("total")}},"percentage":{{progress.GetProperty("percentage")}},"remaining":{{progress.GetProperty("remaining")}}}""");
        Assert.Equal((1, 12, 1), (progress.GetProperty("byTower").GetArrayLength(), progress.GetProperty("byFlat").GetArrayLength(), progress.GetProperty("states").GetProperty("manual").GetInt32()));
        Assert.True(progress.GetProperty("estimatedRemainingSeconds").GetInt64() >= 16);
    }

    [Fact]
    public async Task A_round_is_started_once_by_its_id()
    {
        var world = new RoundWorld(server, "start-park");
        await world.RegisterAsync(first: 101, count: 4);
        const string Body = """{"id":"01890a5d-ac96-774b-bcce-b302099a8057","mode":"FLAT","tower":"A","flat":"101","startedAt":"2026-03-01T06:00:00Z"}""";
        var (first, started) = await SendAsync(world.Scanner, HttpMethod.Post, world.Rounds, Body);
        var (second, again) = await SendAsync(world.Scanner, HttpMethod.Post, world.Rounds, Body);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first, second));
        Assert.Equal(("FLAT", "Flat A-101", "start-park", "script:Scanner", 2), (started.GetProperty("mode").GetString(), started.GetProperty("name").GetString(), started.GetProperty("societyId").GetString(), started.GetProperty("userId").GetString(), started.GetProperty("progress").GetProperty("total").GetInt32()));
        Assert.Equal(started.GetProperty("startedAt").GetString(), again.GetProperty("startedAt").GetString());
        Assert.Equal("409 IdTaken", await ProblemAsync(world.Admin, HttpMethod.Post, world.Rounds, Body));
    }

    [Theory]
    [InlineData("""{}""", "400 BadMode")]
    [InlineData("""{"mode":"7"}""", "400 BadMode")]
    [InlineData("""{"mode":"FLAT","tower":"A"}""", "400 BadPlace")]
    [InlineData("""{"mode":"TOWER"}""", "400 BadPlace")]
    [InlineData("""{"mode":"SOCIETY","tower":"A"}""", "400 BadPlace")]
    [InlineData("""{"mode":"TOWER","tower":"Z"}""", "400 NoTargets")]
    [InlineData("""{"mode":"SOCIETY","targetMeters":["KAM.90009999"]}""", "400 UnknownMeter")]
    [InlineData("""{"mode":"SOCIETY","id":"x"}""", "400 BadSessionId")]
    [InlineData("""{"mode":"SOCIETY","name":" "}""", "400 BadName")]
    [InlineData("""[1]""", "400 BadJson")]
    public async Task A_round_that_cannot_be_started_is_refused_with_a_code(string body, string problem)
    {
        var world = new RoundWorld(server, "refuse-park");
        Assert.Equal(problem, await ProblemAsync(world.Scanner, HttpMethod.Post, world.Rounds, body));
    }

    [Fact]
    public async Task An_update_answers_with_the_progress_after_it()
    {
        var world = new RoundWorld(server, "update-park");
        await world.RegisterAsync(first: 201, count: 4);
        var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}""");
        var update = $"{round}/update";
        var (status, answer) = await SendAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"KAM.90000201","status":"MANUAL","reading":"12.50"}""".Replace("\"12.50\"", "12.50", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.Equal((1, 4, 25m, 3), Numbers(answer.GetProperty("updatedProgress")));
        (_, answer) = await SendAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"90000202","status":"UNREADABLE","note":"door locked"}""");
        Assert.Equal((1, 4, 25m, 2), Numbers(answer.GetProperty("updatedProgress")));
        (_, answer) = await SendAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"90000202","reading":3.1,"at":"2020-01-01T00:00:00Z"}""");
        Assert.Equal((false, "Older"), (answer.GetProperty("success").GetBoolean(), answer.GetProperty("outcome").GetString()));
        Assert.Equal("404 NotATarget", await ProblemAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"KAM.90009999","reading":1}"""));
        Assert.Equal("400 BadStatus", await ProblemAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"KAM.90000201","status":"DECODED"}"""));
        Assert.Equal("400 NothingRead", await ProblemAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"KAM.90000201","status":"MANUAL"}"""));
        Assert.Equal("400 NoReason", await ProblemAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"KAM.90000201","status":"UNREADABLE"}"""));
        Assert.Equal("400 BadReading", await ProblemAsync(world.Scanner, HttpMethod.Post, update, """{"meterId":"KAM.90000201","reading":-1}"""));
        var unreadable = (await GetAsync(world.Scanner, $"{round}/targets?state=unreadable")).GetProperty("targets");
        Assert.Equal("door locked", Assert.Single(unreadable.EnumerateArray()).GetProperty("note").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_technician_sees_own_rounds_only_and_joins_others()
    {
        var world = new RoundWorld(server, "join-park");
        await world.RegisterAsync(first: 301, count: 2);
        var round = await world.StartAsync(world.Admin, """{"mode":"SOCIETY"}""");
        foreach (var address in (string[])[round, $"{round}/progress", $"{round}/targets", $"{round}/next", $"{round}/heard"])
            Assert.Equal("404 NotFound", await ProblemAsync(world.Scanner, HttpMethod.Get, address));
        foreach (var action in (string[])["pause", "complete", "leave", "update", "telegrams"])
            Assert.Equal("404 NotFound", await ProblemAsync(world.Scanner, HttpMethod.Post, $"{round}/{action}", """{"meterId":"KAM.90000301","reading":1}"""));
        Assert.Empty((await GetAsync(world.Scanner, world.Rounds)).GetProperty("sessions").EnumerateArray());
        var joinable = Assert.Single((await GetAsync(world.Scanner, $"{world.Rounds}?joinable=true")).GetProperty("sessions").EnumerateArray());
        Assert.False(joinable.TryGetProperty("participants", out _));
        var (_, joined) = await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/join");
        Assert.Equal((true, 2), (joined.GetProperty("joined").GetBoolean(), joined.GetProperty("participants").GetArrayLength()));
        Assert.Single((await GetAsync(world.Scanner, $"{world.Rounds}?status=ACTIVE&user=me")).GetProperty("sessions").EnumerateArray());
        Assert.Equal("403 NotStarter", await ProblemAsync(world.Scanner, HttpMethod.Post, $"{round}/fail", """{"reason":"no time"}"""));
        using var stranger = server.Client(Role.SocietyAdmin, "another-park");
        Assert.Equal("404 NotFound", await ProblemAsync(stranger, HttpMethod.Post, $"{round}/join"));
        using var integrator = server.Client(Role.Integrator, "join-park");
        Assert.Equal(2, (await GetAsync(integrator, $"{round}/progress")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_round_goes_through_its_statuses()
    {
        var world = new RoundWorld(server, "status-park");
        await world.RegisterAsync(first: 401, count: 2);
        var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY","name":"March"}""");
        foreach (var (action, status) in new[] { ("pause", "PAUSED"), ("pause", "PAUSED"), ("resume", "ACTIVE"), ("complete", "COMPLETED") })
            Assert.Equal(status, (await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/{action}")).Answer.GetProperty("status").GetString());
        Assert.Equal("409 WrongStatus", await ProblemAsync(world.Scanner, HttpMethod.Post, $"{round}/pause"));
        Assert.Equal("409 WrongStatus", await ProblemAsync(world.Scanner, HttpMethod.Post, $"{round}/update", """{"meterId":"KAM.90000401","reading":1}"""));
        Assert.Equal("400 NoReason", await ProblemAsync(world.Scanner, HttpMethod.Post, $"{round}/reopen"));
        Assert.Equal("ACTIVE", (await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/reopen", """{"reason":"one was forgotten"}""")).Answer.GetProperty("status").GetString());
        Assert.Equal("April", (await SendAsync(world.Scanner, HttpMethod.Patch, round, """{"name":"April"}""")).Answer.GetProperty("name").GetString());
        Assert.Equal("FAILED", (await SendAsync(world.Admin, HttpMethod.Post, $"{round}/fail", """{"reason":"rain"}""")).Answer.GetProperty("status").GetString());
        Assert.Equal("rain", (await GetAsync(world.Scanner, round)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Next_answers_by_mode()
    {
        var world = new RoundWorld(server, "next-park");
        await world.RegisterAsync(first: 501, count: 72);
        var tower = await GetAsync(world.Scanner, $"{await world.StartAsync(world.Scanner, """{"mode":"TOWER","tower":"B"}""")}/next");
        Assert.Equal(("B", "101", 2), (tower.GetProperty("next").GetProperty("tower").GetString(), tower.GetProperty("next").GetProperty("flat").GetString(), tower.GetProperty("next").GetProperty("meters").GetArrayLength()));
        var society = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}""");
        var way = await GetAsync(world.Scanner, $"{society}/next?lat=12.9021&lng=77.6");
        Assert.Equal(["C", "B", "A"], way.GetProperty("then").EnumerateArray().Prepend(way.GetProperty("next")).Select(static s => s.GetProperty("tower").GetString()));
        Assert.StartsWith("Begin at tower C, floors 1 to 3, first on the shortest way found, 11 m from here", way.GetProperty("next").GetProperty("reason").GetString(), StringComparison.Ordinal);
        var roam = await GetAsync(world.Scanner, $"{await world.StartAsync(world.Scanner, """{"mode":"free"}""")}/next?lat=12.9&lng=77.6");
        Assert.Equal((24, "A"), (roam.GetProperty("near").GetArrayLength(), roam.GetProperty("next").GetProperty("tower").GetString()));
        Assert.Equal("400 BadLocation", await ProblemAsync(world.Scanner, HttpMethod.Get, $"{society}/next?lat=91&lng=0"));
        Assert.Equal("400 BadLocation", await ProblemAsync(world.Scanner, HttpMethod.Get, $"{society}/next?lat=12"));
    }

    private static (int, int, decimal, int) Numbers(JsonElement progress) =>
        (progress.GetProperty("completed").GetInt32(), progress.GetProperty("total").GetInt32(), progress.GetProperty("percentage").GetDecimal(), progress.GetProperty("remaining").GetInt32());
}
