using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CsCheck;
using Sluice.Api.Tests.Sessions;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.Live;

public sealed class SessionStreamTests(LiveServer server) : IClassFixture<LiveServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_begins_with_how_things_stand_and_tells_telegrams_progress_meters_and_events()
    {
        var world = await LiveWorld.NewAsync(server, "live-park", 3001, 6);
        await using var events = await EventReader.OpenAsync(world.People.Admin, world.Stream);
        var reset = (await events.ReadAsync())!;
        Assert.Equal(("reset", 0, 6), (reset.Event, reset.Data.GetProperty("progress").GetProperty("completed").GetInt32(), reset.Data.GetProperty("progress").GetProperty("total").GetInt32()));
        await world.HearAsync(0, 1);
        var all = await events.UntilAsync("telegrams", "progress", "meters");
        var telegrams = all.Single(static m => m.Event == "telegrams").Data.GetProperty("telegrams").EnumerateArray().ToList();
        Assert.Equal(["KAM.90003001", "KAM.90003002"], telegrams.Select(static t => t.GetProperty("meterId").GetString()));
        Assert.Equal((-77, "Decoded", "GOOD"), (telegrams[0].GetProperty("rssiDbm").GetInt32(), telegrams[0].GetProperty("state").GetString(), telegrams[0].GetProperty("quality").GetString()));
        Assert.Equal(["DECODED", "DECODED"], all.Single(static m => m.Event == "meters").Data.GetProperty("meters").EnumerateArray().Select(static t => t.GetProperty("state").GetString()));
        Assert.Equal(2, all.Single(static m => m.Event == "progress").Data.GetProperty("completed").GetInt32());
        using var done = await world.People.Scanner.PostAsync($"{world.Round}/complete", null, Cancel);
        var end = await events.UntilAsync(static m => m.Event == "progress" && m.Data.GetProperty("status").GetString() == "COMPLETED");
        var told = end.Single(static m => m.Event == "event").Data;
        Assert.Equal("session.completed", told.GetProperty("type").GetString());
        Assert.Equal(2, told.GetProperty("data").GetProperty("completed").GetInt32());
    }

    [Fact]
    public async Task Many_telegrams_make_few_packets_and_the_last_state_arrives()
    {
        var world = await LiveWorld.NewAsync(server, "busy-park", 3101, 60);
        await using var events = await EventReader.OpenAsync(world.People.Admin, world.Stream);
        await events.ReadAsync();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 60; i++) await world.HearAsync(i);
        var all = await events.UntilAsync(static m => m.Event == "progress" && m.Data.GetProperty("completed").GetInt32() == 60);
        var took = clock.Elapsed;
        Assert.True(all.Count(static m => m.Event == "progress") <= (took / server.Live.Progress) + 2, $"{all.Count(static m => m.Event == "progress")} progress messages in {took}");
        Assert.True(all.Count(static m => m.Event == "telegrams") <= (took / server.Live.Interval) + 2, $"{all.Count(static m => m.Event == "telegrams")} packets in {took}");
    }

    [Fact]
    public async Task A_stream_goes_on_where_it_broke_off()
    {
        var world = await LiveWorld.NewAsync(server, "resume-park", 3201, 8);
        string last;
        await using (var events = await EventReader.OpenAsync(world.People.Admin, world.Stream))
        {
            await world.HearAsync(0);
            await events.UntilAsync(static m => m.Event == "progress" && m.Data.GetProperty("completed").GetInt32() == 1);
            last = events.LastId!;
        }
        await world.HearAsync(1);
        await Task.Delay(server.Live.Progress + server.Live.Interval + server.Live.Interval, Cancel);
        await world.HearAsync(2);
        foreach (var address in new[] { world.Stream, $"{world.Stream}?lastEventId={last}" })
        {
            await using var again = await EventReader.OpenAsync(world.People.Admin, address, address == world.Stream ? last : null);
            var meters = new List<string>();
            while (meters.Count < 2)
            {
                var message = (await again.ReadAsync())!;
                Assert.NotEqual("reset", message.Event);
                if (message.Event == "meters") meters.AddRange(message.Data.GetProperty("meters").EnumerateArray().Select(static m => m.GetProperty("meterId").GetString()!));
            }
            Assert.Equal(["KAM.90003202", "KAM.90003203"], meters);
        }
    }

    [Fact]
    public async Task Who_missed_more_than_is_kept_or_comes_with_another_servers_id_begins_anew()
    {
        var world = await LiveWorld.NewAsync(server, "gap-park", 3301, 4);
        await using var events = await EventReader.OpenAsync(world.People.Admin, world.Stream);
        var first = (await events.ReadAsync())!.Id!;
        for (var i = 0; i <= server.Live.MaxReplay; i++)
        {
            await world.HearAsync(i % 4);
            await events.UntilAsync(static m => m.Event == "telegrams");
        }
        foreach (var id in new[] { first, "deadbeef-7", "rubbish", $"{first[..8]}-99999" })
        {
            await using var again = await EventReader.OpenAsync(world.People.Admin, world.Stream, id);
            var reset = (await again.ReadAsync())!;
            Assert.Equal(("reset", 4), (reset.Event, reset.Data.GetProperty("progress").GetProperty("completed").GetInt32()));
        }
    }

    [Fact]
    public async Task Others_are_answered_with_a_problem()
    {
        var world = await LiveWorld.NewAsync(server, "closed-park", 3401, 2);
        using var stranger = server.Client(Role.SocietyAdmin, "other-park");
        using var gateway = server.Client(Role.Gateway, "closed-park");
        using var nobody = server.Anonymous();
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(stranger, HttpMethod.Get, world.Stream));
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(stranger, HttpMethod.Post, $"{world.Stream}/tickets"));
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(stranger, HttpMethod.Get, $"{world.Society}/events"));
        Assert.Equal("403 Forbidden", await RoundWorld.ProblemAsync(gateway, HttpMethod.Get, world.Stream));
        Assert.Equal("401 NoToken", await RoundWorld.ProblemAsync(nobody, HttpMethod.Get, world.Stream));
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(world.People.Admin, HttpMethod.Get, "/api/sessions/0190a000-0000-7000-8000-000000000000/events"));
    }

    /// <summary>A listener that is cut off at any moment, again and again, and resumes with what it knows, ends with the same picture as one that asks.</summary>
    [Fact]
    public async Task Whoever_breaks_off_anywhere_and_resumes_ends_with_the_same_state_as_a_GET()
    {
        var turn = 0;
        await Gen.Select(Gen.Int[0, 11].Array[1, 4].Array[2, 6], Gen.Int[0, 5].Array[1, 6]).SampleAsync(async (batches, cuts) =>
        {
            var world = await LiveWorld.NewAsync(server, $"cut-park-{Interlocked.Increment(ref turn)}", 4000 + (100 * turn), 12);
            var (states, progress) = (new Dictionary<string, string>(StringComparer.Ordinal), default(JsonElement));
            var sending = Task.Run(async () =>
            {
                foreach (var batch in batches)
                {
                    await world.HearAsync(batch.Distinct());
                    await Task.Delay(30, Cancel);
                }
                using var done = await world.People.Scanner.PostAsync($"{world.Round}/complete", null, Cancel);
            }, Cancel);
            string? last = null;
            foreach (var cut in cuts.Append(int.MaxValue))
            {
                await using var events = await EventReader.OpenAsync(world.People.Admin, world.Stream, last);
                for (var i = 0; i < cut && !IsOver(progress, states); i++)
                {
                    if (await events.ReadAsync() is not { } message) break;
                    await TakeAsync(world, message, states, p => progress = p);
                    last = events.LastId;
                }
            }
            await sending;
            var truth = await RoundWorld.GetAsync(world.People.Admin, $"{world.Round}/progress");
            Assert.Equal((truth.GetProperty("completed").GetInt32(), truth.GetProperty("remaining").GetInt32(), "COMPLETED"),
                (progress.GetProperty("completed").GetInt32(), progress.GetProperty("remaining").GetInt32(), progress.GetProperty("status").GetString()));
            foreach (var target in (await RoundWorld.GetAsync(world.People.Admin, $"{world.Round}/targets?limit=100")).GetProperty("targets").EnumerateArray())
                Assert.Equal(target.GetProperty("state").GetString(), states.GetValueOrDefault(target.GetProperty("meterId").GetString()!, "MISSING"));
        }, iter: 8, threads: 1);
    }

    /// <summary>What docs/events.md tells a client to do.</summary>
    private static async Task TakeAsync(LiveWorld world, Message message, Dictionary<string, string> states, Action<JsonElement> progress)
    {
        IEnumerable<JsonElement> meters = [];
        if (message.Event == "reset")
        {
            progress(message.Data.GetProperty("progress"));
            meters = (await RoundWorld.GetAsync(world.People.Admin, $"{world.Round}/targets?limit=100")).GetProperty("targets").EnumerateArray();
        }
        else if (message.Event == "progress")
        {
            progress(message.Data);
        }
        else if (message.Event == "meters")
        {
            meters = message.Data.GetProperty("meters").EnumerateArray();
        }
        foreach (var meter in meters) states[meter.GetProperty("meterId").GetString()!] = meter.GetProperty("state").GetString()!;
    }

    /// <summary>The round has ended, and as many meters as it counts are known.</summary>
    private static bool IsOver(JsonElement progress, Dictionary<string, string> states) => progress.ValueKind == JsonValueKind.Object && progress.GetProperty("status").GetString() == "COMPLETED"
        && states.Values.Count(static s => s == "DECODED") == progress.GetProperty("completed").GetInt32();
}
