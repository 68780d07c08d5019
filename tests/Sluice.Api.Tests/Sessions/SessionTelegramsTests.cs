using System.Net;
using CsCheck;
using Sluice.Metering.Identity;
using Sluice.Storage.Contract;
using static Sluice.Api.Tests.Sessions.RoundWorld;

namespace Sluice.Api.Tests.Sessions;

public sealed class SessionTelegramsTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_sync_answers_with_receipt_and_progress_and_can_be_repeated()
    {
        var world = new RoundWorld(server, "sync-park");
        var meters = await world.RegisterAsync(first: 1001, count: 4);
        var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}""");
        var body = Lines(meters[0].Telegram(1), meters[1].Telegram(1), new InventedMeter(0x90001999).Telegram(1));
        var (status, first) = await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/telegrams?reader=jsonl&lat=12.9&lng=77.6", body);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((3, 2), (first.GetProperty("receipt").GetProperty("received").GetInt32(), first.GetProperty("receipt").GetProperty("stored").GetInt32()));
        Assert.Equal((2, 4), (first.GetProperty("progress").GetProperty("completed").GetInt32(), first.GetProperty("progress").GetProperty("total").GetInt32()));
        var (_, again) = await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/telegrams?reader=jsonl", body);
        Assert.Equal((2, 0), (again.GetProperty("progress").GetProperty("completed").GetInt32(), again.GetProperty("receipt").GetProperty("stored").GetInt32()));
        var heard = Assert.Single((await GetAsync(world.Scanner, $"{round}/heard")).GetProperty("meters").EnumerateArray());
        Assert.Equal(("KAM.90001999", false, "CAPTURED"), (heard.GetProperty("meterId").GetString(), heard.GetProperty("known").GetBoolean(), heard.GetProperty("state").GetString()));
        var target = (await GetAsync(world.Scanner, $"{round}/targets?state=DECODED&limit=1")).GetProperty("targets")[0];
        Assert.Equal(("KAM.90001002", "2026-03-01T12:00:00+00:00", -77), (target.GetProperty("meterId").GetString(), target.GetProperty("heardAt").GetString(), target.GetProperty("rssiDbm").GetInt32()));
    }

    [Fact]
    public async Task Meters_without_a_key_are_captured()
    {
        var world = new RoundWorld(server, "keyless-park");
        var meters = await world.RegisterAsync(first: 1101, count: 2, withKeys: false);
        var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}""");
        await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/telegrams?reader=jsonl", Lines(meters[0].Telegram(1)));
        var states = (await GetAsync(world.Scanner, $"{round}/progress")).GetProperty("states");
        Assert.Equal((1, 1), (states.GetProperty("captured").GetInt32(), states.GetProperty("missing").GetInt32()));
    }

    [Fact]
    public async Task A_round_that_was_completed_still_takes_what_a_phone_had_collected()
    {
        var world = new RoundWorld(server, "late-park");
        var meters = await world.RegisterAsync(first: 1201, count: 2);
        var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}""");
        await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/complete");
        await SendAsync(world.Scanner, HttpMethod.Post, $"{round}/telegrams?reader=jsonl", Lines(meters[0].Telegram(1)));
        var target = (await GetAsync(world.Scanner, $"{round}/targets?state=DECODED")).GetProperty("targets")[0];
        Assert.True(target.GetProperty("late").GetBoolean());
        Assert.Equal("COMPLETED", (await GetAsync(world.Scanner, round)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Rubbish_is_answered_with_a_problem_and_gateways_are_kept_out()
    {
        var world = new RoundWorld(server, "rubbish-park");
        var round = await world.StartAsync(world.Scanner, """{"mode":"FREE_ROAM"}""");
        Assert.Equal("400 NoTelegram", await ProblemAsync(world.Scanner, HttpMethod.Post, $"{round}/telegrams", "{}"));
        Assert.Equal("400 UnknownReader", await ProblemAsync(world.Scanner, HttpMethod.Post, $"{round}/telegrams?reader=x", "{}"));
        using var gateway = server.Client(Role.Gateway, "rubbish-park");
        Assert.Equal("404 NotFound", await ProblemAsync(gateway, HttpMethod.Post, $"{round}/telegrams", "{}"));
    }

    /// <summary>Three phones sync one round over HTTP at once, batches overlap and come twice, one pauses, completes and reopens it: the progress equals the distinct meters sent.</summary>
    [Fact]
    public async Task Parallel_phones_end_in_exact_progress()
    {
        var world = new RoundWorld(server, "parallel-park");
        var meters = await world.RegisterAsync(first: 2001, count: 40);
        await Gen.Int[0, 39].Array[1, 25].Array[1, 4].Array[3].SampleAsync(async phones =>
        {
            var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}""");
            await Task.WhenAll(phones.Select(phone => SyncAsync(world.Scanner, round, [.. phone.Concat(phone).Select(batch => Lines([.. batch.Select(m => meters[m].Telegram(1))]))])).Append(InterruptAsync(world.Admin, round)));
            var progress = await GetAsync(world.Scanner, $"{round}/progress");
            var distinct = phones.SelectMany(static p => p).SelectMany(static b => b).Distinct().Count();
            Assert.Equal((distinct, 40 - distinct), (progress.GetProperty("completed").GetInt32(), progress.GetProperty("remaining").GetInt32()));
            Assert.Equal(distinct, progress.GetProperty("byTower").EnumerateArray().Sum(static t => t.GetProperty("completed").GetInt32()));
            Assert.Equal(distinct, (await GetAsync(world.Scanner, $"{round}/targets?state=DECODED&limit=1000")).GetProperty("targets").GetArrayLength());
        }, iter: 10, threads: 1);
    }

    private static async Task SyncAsync(HttpClient phone, string round, string[] bodies)
    {
        foreach (var body in bodies) Assert.Equal(HttpStatusCode.OK, (await SendAsync(phone, HttpMethod.Post, $"{round}/telegrams?reader=jsonl", body)).Status);
    }

    private static async Task InterruptAsync(HttpClient admin, string round)
    {
        foreach (var action in (string[])["pause", "resume", "complete", "reopen"])
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(admin, HttpMethod.Post, $"{round}/{action}", """{"reason":"checking"}""")).Status);
    }

    internal static string Lines(params byte[][] telegrams) =>
        string.Join('\n', telegrams.Select(static t => $$"""{"telegram":"{{Convert.ToHexString(t)}}","rssi":-77,"time":"2026-03-01T12:00:00Z"}"""));
}
