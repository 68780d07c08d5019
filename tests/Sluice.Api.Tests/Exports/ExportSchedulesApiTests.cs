using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Tests.Sessions;
using Sluice.Host.Exports;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Exports;

/// <summary>Scheduled exports on the real server.</summary>
public sealed class ExportSchedulesApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_is_made_shown_with_its_next_time_changed_and_removed()
    {
        var world = await ExportWorld.StartAsync(server, "plan-park", first: 7201, count: 1, heard: 0);
        const string all = "/api/societies/plan-park/export-schedules";
        var (status, made) = await RoundWorld.SendAsync(world.Admin, HttpMethod.Post, all, """{"name":"For the treasurer","every":"MONTH","format":"billing","template":"adda"}""");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("MONTH", 2, "06:00"), (made.GetProperty("every").GetString(), made.GetProperty("day").GetInt32(), made.GetProperty("time").GetString()));
        var next = made.GetProperty("nextAt").GetDateTimeOffset();
        Assert.Equal(2, next.Day);
        Assert.InRange(next, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(32));
        var one = $"{all}/{made.GetProperty("id").GetString()}";
        (status, made) = await RoundWorld.SendAsync(world.Admin, HttpMethod.Put, one, """{"every":"ROUND","format":"xlsx","enabled":true}""");
        Assert.Equal((HttpStatusCode.OK, "ROUND", "standard"), (status, made.GetProperty("every").GetString(), made.GetProperty("template").GetString()));
        Assert.False(made.TryGetProperty("nextAt", out _));
        Assert.Equal(1, (await RoundWorld.GetAsync(world.Admin, all)).GetProperty("schedules").GetArrayLength());
        using (var gone = await world.Admin.DeleteAsync(one, Cancel)) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(world.Admin, HttpMethod.Put, one, """{"every":"ROUND"}"""));
    }

    [Theory]
    [InlineData("""{}""", "BadSchedule")]
    [InlineData("""{"every":"MONTH","day":29}""", "BadSchedule")]
    [InlineData("""{"every":"WEEK","day":2}""", "BadSchedule")]
    [InlineData("""{"every":"WEEK","weekday":"MONTAG"}""", "BadSchedule")]
    [InlineData("""{"every":"ROUND","time":"06:00"}""", "BadSchedule")]
    [InlineData("""{"every":"MONTH","time":"6 am"}""", "BadSchedule")]
    [InlineData("""{"every":"MONTH","options":{"passwordProtect":true}}""", "BadSchedule")]
    [InlineData("""{"every":"MONTH","template":"none-such"}""", "BadTemplate")]
    [InlineData("""{"every":"MONTH","format":"pdf"}""", "BadFormat")]
    [InlineData("""{"every":"MONTH","bucketPath":"../x"}""", "BadBucketPath")]
    [InlineData("""{"every":"MONTH","notify":true}""", "NoMail")]
    public async Task What_cannot_be_scheduled_is_refused(string body, string code)
    {
        using var admin = server.Client(Role.SuperAdmin);
        await RoundWorld.SendAsync(admin, HttpMethod.Post, "/api/societies", """{"id":"no-plan","name":"No plan"}""");
        Assert.Equal($"400 {code}", await RoundWorld.ProblemAsync(admin, HttpMethod.Post, "/api/societies/no-plan/export-schedules", body));
    }

    [Fact]
    public async Task A_round_that_is_completed_is_exported_once_and_once_more_when_it_is_completed_again()
    {
        var world = await ExportWorld.StartAsync(server, "after-park", first: 7221, count: 2, heard: 2);
        await RoundWorld.SendAsync(world.Admin, HttpMethod.Post, "/api/societies/after-park/export-schedules", """{"every":"ROUND","format":"csv","template":"meters"}""");
        var runs = server.Services.GetRequiredService<ScheduledExports>();
        await runs.StartDueAsync(Cancel);
        Assert.Empty(await ExportsAsync(world));   // it is not completed yet
        await CompleteAsync(world);
        await Task.WhenAll(runs.StartDueAsync(Cancel).AsTask(), Task.CompletedTask);
        await runs.StartDueAsync(Cancel);
        var export = Assert.Single(await ExportsAsync(world));
        Assert.Equal((world.Round, "csv"), (export.GetProperty("sessionId").GetString(), export.GetProperty("format").GetString()));
        Assert.True(export.TryGetProperty("scheduleId", out _));
        Assert.True(JobId.TryParse(export.GetProperty("id").GetString(), out var id));
        var ended = await server.Services.GetRequiredService<IJobQueue>().WaitAsync(Scopes.Of("after-park"), id, TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(JobState.Succeeded, ended!.State);
        var schedule = (await RoundWorld.GetAsync(world.Admin, "/api/societies/after-park/export-schedules")).GetProperty("schedules")[0];
        Assert.Equal(id.ToString(), schedule.GetProperty("lastExportId").GetString());

        await RoundWorld.SendAsync(world.Admin, HttpMethod.Post, $"/api/sessions/{world.Round}/reopen", """{"reason":"one was forgotten"}""");
        await CompleteAsync(world);
        await runs.StartDueAsync(Cancel);
        Assert.Equal(2, (await ExportsAsync(world)).Count);
    }

    [Fact]
    public async Task A_month_missed_while_the_server_was_down_is_made_up_for_once()
    {
        var world = await ExportWorld.StartAsync(server, "missed-park", first: 7241, count: 1, heard: 0);
        var store = server.Services.GetRequiredService<IExportScheduleStore>();
        var now = TimeProvider.System.GetUtcNow();
        var due = new ExportSchedule { Id = Guid.CreateVersion7(), Day = 1, Export = new() { Format = ExportFormat.Json }, CreatedBy = "x", Since = now.AddDays(-100) };
        await store.PutAsync(Scopes.Of("missed-park"), due, Cancel);
        await store.PutAsync(Scopes.Of("missed-park"), due with { Id = Guid.CreateVersion7(), Enabled = false }, Cancel);
        var runs = server.Services.GetRequiredService<ScheduledExports>();
        await runs.StartDueAsync(Cancel);
        // The note that it was made is lost, as by a kill in between: the export itself is found.
        await store.RemoveAsync(Scopes.Of("missed-park"), due.Id, Cancel);
        await store.PutAsync(Scopes.Of("missed-park"), due, Cancel);
        await runs.StartDueAsync(Cancel);
        Assert.Single(await ExportsAsync(world));
    }

    private static async Task CompleteAsync(ExportWorld world)
    {
        var (status, answer) = await RoundWorld.SendAsync(world.Admin, HttpMethod.Post, $"/api/sessions/{world.Round}/complete", "{}");
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
    }

    private static async Task<IReadOnlyList<JsonElement>> ExportsAsync(ExportWorld world) =>
        [.. (await RoundWorld.GetAsync(world.Admin, $"/api/societies/{world.Society}/exports")).GetProperty("exports").EnumerateArray()];
}
