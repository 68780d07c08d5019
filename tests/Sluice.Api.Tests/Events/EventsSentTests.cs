using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Tests.Imports;
using Sluice.Api.Tests.Sessions;
using Sluice.Api.Tests.Webhooks;
using Sluice.Contracts;
using Sluice.Contracts.Webhooks;
using Sluice.Host.Notifications;
using Sluice.Host.Webhooks;
using Sluice.Metering.Alerts;
using Sluice.Metering.Events;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Notifications;
using Sluice.Metering.Validation;
using Sluice.Metering.Webhooks;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Events;

/// <summary>Makes everything happen that webhooks tell, and holds what arrives against the schemas.</summary>
public sealed class EventsSentTests(WebhookServer server) : IClassFixture<WebhookServer>
{
    private const string Park = "event-park";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_is_what_the_schemas_say_and_each_event_arrives_once()
    {
        await using var receiver = await Receiver.StartAsync();
        using var super = server.Client();
        await RoundWorld.SendAsync(super, HttpMethod.Post, "/api/societies", $$"""{"id":"{{Park}}","name":"Event Park"}""");
        var world = new RoundWorld(server, Park);
        var meters = await world.RegisterAsync(8101, 3);
        var hook = await AddAsync(world.Admin, Park, receiver, WebhookTypes.Subscribable);
        await RoundAsync(world, meters[0]);
        await AlertsAsync();
        await JobsAsync(world.Admin);
        var (status, answer) = await RoundWorld.SendAsync(
            world.Admin, HttpMethod.Post, $"/api/societies/{Park}/meters/{MeterId.Of(meters[2].Address)}/replace", """{"meter":{"serialNumber":"90008999"},"final_m3":123.456,"first_m3":0.002}""");
        Assert.True((int)status < 300, $"{answer}");
        await ImportAsync(receiver);
        await SwitchOffAsync(world.Admin);
        await PersonAsync(world.Admin);
        await RoundWorld.SendAsync(world.Admin, HttpMethod.Post, $"/api/societies/{Park}/webhooks/{hook}/test");

        var expected = WebhookTypes.All.Keys.ToHashSet();
        for (var i = 0; i < 600 && !expected.IsSubsetOf(receiver.All.Select(static r => TypeOf(r.Body))); i++) await Task.Delay(50, Cancel);
        Assert.Empty(expected.Except(receiver.All.Select(static r => TypeOf(r.Body))));
        var sent = receiver.All.ToList();
        Assert.Empty(sent.Select(static r => EventSchemas.ProblemOf(r.Body)).Where(static p => p is not null));
        Assert.Empty(sent.GroupBy(static r => r.Id).Where(static g => g.Count() > 1).Select(static g => g.Key));
        var readings = sent.Where(static r => TypeOf(r.Body) == WebhookTypes.Readings).Select(static r => JsonDocument.Parse(r.Body).RootElement.GetProperty("data").GetProperty("readings"));
        Assert.Equal(MeterId.Of(meters[0].Address).ToString(), readings.SelectMany(static r => r.EnumerateArray()).First().GetProperty("meterId").GetString());
    }

    [Fact]
    public async Task Events_of_the_installation_follow_their_schema_too()
    {
        var log = server.Services.GetRequiredService<IEventLog>();
        await log.AppendAsync(Scopes.Installation, EventFacts.Disk(isFilling: true, 1 << 20), Cancel);
        await log.AppendAsync(Scopes.Installation, EventFacts.Disk(isFilling: false, 1 << 30), Cancel);
        var disk = (await log.ListAsync(Scopes.Installation, 0, 1_000, Cancel)).Items.Where(static e => e.Society is null).ToList();
        Assert.Equal(2, disk.Count);
        Assert.All(disk, static e => Assert.Null(EventSchemas.ProblemOf(WebhookMessages.Of(e).Body)));
    }

    private static string TypeOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("type").GetString()!;

    private static async Task<string> AddAsync(HttpClient http, string society, Receiver receiver, IEnumerable<string> types)
    {
        using var answer = await http.PostAsJsonAsync($"/api/societies/{society}/webhooks", new WebhookInput { Url = receiver.Address.ToString(), EventTypes = [.. types] }, WireJson.Default.WebhookInput, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return (await answer.Content.ReadFromJsonAsync(WireJson.Default.WebhookDto, Cancel))!.Id;
    }

    private static async Task RoundAsync(RoundWorld world, InventedMeter meter)
    {
        var round = await world.StartAsync(world.Admin, """{"mode":"SOCIETY","name":"Spring"}""");
        await RoundWorld.SendAsync(world.Admin, HttpMethod.Post, $"{round}/telegrams?reader=jsonl&lat=12.9&lng=77.6", SessionTelegramsTests.Lines(meter.Telegram(1)));
        await RoundWorld.SendAsync(world.Admin, HttpMethod.Patch, round, """{"name":"Spring round"}""");
        await RoundWorld.SendAsync(world.Scanner, HttpMethod.Post, $"{round}/join", "{}");
        await RoundWorld.SendAsync(world.Scanner, HttpMethod.Post, $"{round}/leave", "{}");
        foreach (var (action, body) in new[] { ("pause", "{}"), ("resume", "{}"), ("complete", "{}"), ("reopen", """{"reason":"one more"}"""), ("fail", """{"reason":"rain"}""") })
        {
            var (status, answer) = await RoundWorld.SendAsync(world.Admin, HttpMethod.Post, $"{round}/{action}", body);
            Assert.True((int)status < 300, $"{action}: {answer}");
        }
    }

    private async Task AlertsAsync()
    {
        var (alerts, scope, now) = (server.Services.GetRequiredService<IAlertStore>(), Scopes.Of(Park), TimeProvider.System.GetUtcNow());
        await alerts.NoteAsync(scope, [new("KAM.90000001", RuleId.LeakMeter, now), new("gw_1", RuleId.GatewaySilent, now)], Cancel);
        var leak = (await alerts.ListAsync(scope, new(Rule: RuleId.LeakMeter), null, 1, Cancel)).Items[0];
        await alerts.ChangeAsync(scope, leak.Id, AlertAction.Acknowledged, "", now, Cancel);
        await alerts.ChangeAsync(scope, leak.Id, AlertAction.Closed, "", now, Cancel);
        await alerts.ClearAsync(scope, [new("gw_1", RuleId.GatewaySilent, now.AddDays(2))], Cancel);
    }

    private async Task JobsAsync(HttpClient admin)
    {
        var (status, answer) = await RoundWorld.SendAsync(admin, HttpMethod.Post, "/api/export/excel", $$"""{"societyId":"{{Park}}","month":"2026-03","format":"json"}""");
        Assert.True((int)status < 300, $"{answer}");
        var (jobs, scope, now) = (server.Services.GetRequiredService<IJobStore>(), Scopes.Of(Park), TimeProvider.System.GetUtcNow());
        foreach (var (kind, state) in new[] { ("export.file", JobState.Failed), ("other.work", JobState.Succeeded) })
        {
            var job = new Job { Id = JobId.New(TimeProvider.System), Society = scope.Society, Kind = kind, Request = JsonSerializer.Serialize(new() { From = new(2026, 3, 1), To = new(2026, 4, 1) }, ExportJson.Default.ExportRequest), CreatedBy = "test", CreatedAt = now, State = JobState.Running };
            await jobs.AddAsync(scope, job, Cancel);
            await jobs.UpdateAsync(scope, job.Id, j => j with { State = state, FinishedAt = now, Error = state == JobState.Failed ? new("FormGone", "The form is gone.") : null }, Cancel);
        }
    }

    private async Task ImportAsync(Receiver receiver)
    {
        using var super = server.Client();
        await RoundWorld.SendAsync(super, HttpMethod.Post, "/api/societies", """{"id":"event-import","name":"Import"}""");
        using var imports = new ImportClient(server, "event-import");
        await AddAsync(imports.Http, "event-import", receiver, [EventTypes.ImportFinished]);
        Assert.Equal("SUCCEEDED", (await imports.ImportAsync("Meter No,Tower,Flat No\n90008501,A,101\n")).State);
    }

    /// <summary>Another receiver answers that it is gone.</summary>
    private static async Task SwitchOffAsync(HttpClient admin)
    {
        await using var gone = await Receiver.StartAsync();
        gone.Answer = static http =>
        {
            http.Response.StatusCode = WebhookRules.Gone;
            return Task.CompletedTask;
        };
        var hook = await AddAsync(admin, Park, gone, [EventTypes.MeterReplaced]);
        await RoundWorld.SendAsync(admin, HttpMethod.Post, $"/api/societies/{Park}/webhooks/{hook}/test");
        await gone.WaitAsync(1);
        // The receiver stays until its answer has come: one that ends before is only not there.
        for (var i = 0; i < 600; i++)
        {
            var (_, seen) = await RoundWorld.SendAsync(admin, HttpMethod.Get, $"/api/societies/{Park}/webhooks/{hook}");
            if (!seen.GetProperty("enabled").GetBoolean()) return;
            await Task.Delay(50, Cancel);
        }
        Assert.Fail("Who answered 410 is still sent to.");
    }

    /// <summary>Somebody chose the channel webhook.</summary>
    private async Task PersonAsync(HttpClient admin)
    {
        var (_, invited) = await RoundWorld.SendAsync(admin, HttpMethod.Post, $"/api/societies/{Park}/people", """{"mail":"hook@example.org","name":"Hook","role":"SocietyAdmin"}""");
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(invited.GetProperty("link").GetString()!);
        await browser.SubmitAsync(("password", "correct horse battery staple"));
        var caller = new Caller(invited.GetProperty("person").GetProperty("subject").GetString()!, Role.SocietyAdmin, new HashSet<SocietyId> { SocietyId.Parse(Park) });
        var chosen = new Dictionary<string, NotificationChoice> { [EventTypes.AlertRaised] = new(NotificationTiming.Immediate, [NotificationCatalog.Webhook]) };
        await server.Services.GetRequiredService<INotificationStore>().PutPreferencesAsync(caller, new() { Subject = "", Society = SocietyId.Parse(Park), Choices = chosen }, Cancel);
        await server.Services.GetRequiredService<IAlertStore>().NoteAsync(Scopes.Of(Park), [new("KAM.90000002", RuleId.Burst, TimeProvider.System.GetUtcNow())], Cancel);
    }
}
