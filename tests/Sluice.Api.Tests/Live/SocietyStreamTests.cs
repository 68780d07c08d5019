using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Tests.Sessions;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Live;

public sealed class SocietyStreamTests(LiveServer server) : IClassFixture<LiveServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_societys_stream_tells_telegrams_rounds_alerts_and_jobs()
    {
        var world = await LiveWorld.NewAsync(server, "whole-park", 5001, 4);
        await using var events = await EventReader.OpenAsync(world.People.Admin, $"{world.Society}/events");
        var reset = (await events.ReadAsync())!.Data;
        Assert.Equal("ACTIVE", Assert.Single(reset.GetProperty("sessions").EnumerateArray()).GetProperty("status").GetString());
        await world.HearAsync(0);
        var sessions = (await events.UntilAsync(static m => m.Event == "sessions"))[^1].Data.GetProperty("sessions");
        Assert.Equal(1, Assert.Single(sessions.EnumerateArray()).GetProperty("progress").GetProperty("completed").GetInt32());
        await NoteAlertAsync("whole-park");
        var alert = (await events.UntilAsync(static m => m.Event == "event"))[^1].Data;
        Assert.Equal(("alert.raised", "whole-park"), (alert.GetProperty("type").GetString(), alert.GetProperty("societyId").GetString()));
        var job = await JobAsync("whole-park", "import.meters");
        var jobs = (await events.UntilAsync(static m => m.Event == "jobs" && Progress(m) == 7))[^1].Data.GetProperty("jobs");
        Assert.Equal((job.ToString(), "RUNNING"), (jobs[0].GetProperty("id").GetString(), jobs[0].GetProperty("state").GetString()));
        await EndAsync("whole-park", job);
        Assert.Equal("import.finished", (await events.UntilAsync(static m => m.Event == "event"))[^1].Data.GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_integrator_sees_rounds_and_alerts_but_no_imports()
    {
        var world = await LiveWorld.NewAsync(server, "partner-park", 5101, 2);
        using var partner = server.Client(Role.Integrator, "partner-park");
        await using var events = await EventReader.OpenAsync(partner, $"{world.Society}/events");
        await events.ReadAsync();
        await EndAsync("partner-park", await JobAsync("partner-park", "import.meters"));
        await EndAsync("partner-park", await JobAsync("partner-park", "export.matrix"));
        var seen = await events.UntilAsync(static m => m.Event == "event");
        Assert.Equal("export.ready", seen[^1].Data.GetProperty("type").GetString());
        Assert.DoesNotContain(seen.Where(static m => m.Event == "jobs").SelectMany(static m => m.Data.GetProperty("jobs").EnumerateArray()), static j => j.GetProperty("kind").GetString() == "import.meters");
        var types = (await RoundWorld.GetAsync(partner, $"{world.Society}/event-log")).GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("type").GetString()).ToList();
        Assert.Equal(["session.started", "export.ready"], types);
    }

    [Fact]
    public async Task The_list_of_events_goes_on_after_a_sequence()
    {
        var world = await LiveWorld.NewAsync(server, "list-park", 5201, 2);
        foreach (var word in new[] { "pause", "resume", "complete" }) (await world.People.Scanner.PostAsync($"{world.Round}/{word}", null, Cancel)).Dispose();
        var first = await RoundWorld.GetAsync(world.People.Admin, $"{world.Society}/event-log?limit=3");
        Assert.Equal(["session.started", "session.paused", "session.resumed"], first.GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("type").GetString()));
        Assert.True(first.GetProperty("more").GetBoolean());
        var second = await RoundWorld.GetAsync(world.People.Admin, $"{world.Society}/event-log?after={first.GetProperty("through").GetInt64()}");
        Assert.Equal(["session.completed"], second.GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("type").GetString()));
        Assert.Equal("400 BadAfter", await RoundWorld.ProblemAsync(world.People.Admin, HttpMethod.Get, $"{world.Society}/event-log?after=-1"));
        Assert.Equal("400 BadLimit", await RoundWorld.ProblemAsync(world.People.Admin, HttpMethod.Get, $"{world.Society}/event-log?limit=1001"));
    }

    private static long Progress(Message message) => message.Data.GetProperty("jobs")[0].GetProperty("progress").GetProperty("done").GetInt64();

    private async Task NoteAlertAsync(string society) =>
        await server.Services.GetRequiredService<IAlertStore>().NoteAsync(Scopes.Of(society), [new("KAM.90005001", RuleId.LeakMeter, Invented.Noon)], Cancel);

    private async Task<JobId> JobAsync(string society, string kind)
    {
        var (store, id) = (server.Services.GetRequiredService<IJobStore>(), JobId.New(TimeProvider.System));
        await store.AddAsync(Scopes.Of(society), new() { Id = id, Society = Scopes.Of(society).Society, Kind = kind, CreatedBy = "test", CreatedAt = Invented.Noon }, Cancel);
        await store.UpdateAsync(Scopes.Of(society), id, static j => j with { State = JobState.Running, Progress = new(7, 10, "rows") }, Cancel);
        return id;
    }

    private async Task EndAsync(string society, JobId id) =>
        await server.Services.GetRequiredService<IJobStore>().UpdateAsync(Scopes.Of(society), id, static j => j with { State = JobState.Succeeded, FinishedAt = Invented.Noon }, Cancel);
}
