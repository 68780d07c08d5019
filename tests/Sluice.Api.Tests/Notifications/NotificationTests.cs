using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Notifications;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Notifications;

/// <summary>From news to a mailbox, over a real server and a real SMTP connection.</summary>
public sealed partial class NotificationTests(NotificationServer server) : IClassFixture<NotificationServer>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 6, 30, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static News Round(string title = "The round Tower A <1> is complete") =>
        new("session.completed", Noon, title, "240 of 240 meters were captured.", [new("Round", "Tower A <1>"), new("Captured", "240 of 240")], "rounds", "Look at the round");

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    [Fact]
    public async Task An_administrator_gets_one_mail_in_text_and_html_with_its_links()
    {
        var (society, _, mail) = await server.PersonAsync();
        await server.TellAsync("evt-1", society, Round());
        await server.TellAsync("evt-1", society, Round());   // the same event again, as after a crash
        var got = await server.MailAsync(mail);
        await server.TellAsync("evt-2", society, Round("Another one"));
        Assert.Equal("Another one · Green & Park", (await server.MailAsync(mail, 2)).Subject);   // so nothing came between
        Assert.Equal("The round Tower A <1> is complete · Green & Park", got.Subject);
        Assert.Contains("Wednesday, 25 November 2026, 12:00 (Asia/Kolkata)", got.TextBody, StringComparison.Ordinal);
        Assert.Contains($"{server.Address}rounds", got.TextBody, StringComparison.Ordinal);
        Assert.Contains("Hello Anna <b>,", got.TextBody, StringComparison.Ordinal);
        Assert.Contains("Tower A &lt;1&gt;", got.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<1>", got.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotMatch("<(img|link|script)", got.HtmlBody);   // nothing is loaded: nobody sees who reads it
        Assert.Equal("List-Unsubscribe=One-Click", got.Headers["List-Unsubscribe-Post"]);
        Assert.Matches("^news-[0-9]+-1@example.org$", got.MessageId);
    }

    [Fact]
    public async Task One_click_ends_it_without_a_log_in_and_an_open_alone_does_not()
    {
        var (society, subject, mail) = await server.PersonAsync();
        await server.TellAsync("evt-1", society, Round());
        var link = (await server.MailAsync(mail)).Headers["List-Unsubscribe"]!.Trim('<', '>');
        using var http = new HttpClient();
        using (var page = await http.GetAsync(link, Cancel)) Assert.Contains("A round was completed. of " + society, await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await server.TellAsync("evt-2", society, Round());
        await server.MailAsync(mail, 2);
        using (var forged = await http.PostAsync(link[..^4] + "AAAA", null, Cancel)) Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using (var click = await http.PostAsync(link, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), Cancel)) Assert.Equal(HttpStatusCode.OK, click.StatusCode);
        await server.TellAsync("evt-3", society, Round());
        await server.TellAsync("evt-4", society, new("gateway.silent", Noon, "A gateway is silent", "", []));
        Assert.StartsWith("A gateway is silent", (await server.MailAsync(mail, 3)).Subject, StringComparison.Ordinal);   // other news goes on
        Assert.DoesNotContain(subject, link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_to_an_export_asks_for_a_log_in_first_and_opens_nothing_of_others()
    {
        var (society, subject, mail) = await server.PersonAsync();
        var export = Guid.NewGuid();
        await server.TellAsync("evt-1", society, new("export.ready", Noon, "Your export is ready", "", [], $"account/exports/{export}", "Fetch it", For: subject));
        var text = (await server.MailAsync(mail)).TextBody!;
        var link = Link().Match(text).Value;
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(link);
        Assert.Equal("/account/login", browser.Address.AbsolutePath);
        await browser.SubmitAsync(("mail", mail), ("password", NotificationServer.Password));
        Assert.Equal((HttpStatusCode.NotFound, $"/account/exports/{export}"), (browser.Status, browser.Address.AbsolutePath));
    }

    [Fact]
    public async Task A_round_that_is_completed_becomes_a_mail()
    {
        var (society, _, mail) = await server.PersonAsync();
        using var http = server.Client(Role.SocietyAdmin, society);
        using var started = await http.PostAsync($"/api/societies/{society}/sessions", Json("""{"mode":"FREE_ROAM","name":"Night walk"}"""), Cancel);
        var round = (await started.Content.ReadFromJsonAsync(WireJson.Default.SessionDto, Cancel))!;
        using var completed = await http.PostAsync($"/api/sessions/{round.Id}/complete", Json("{}"), Cancel);
        Assert.Equal(HttpStatusCode.OK, completed.StatusCode);
        Assert.Equal("The round Night walk is complete · Green & Park", (await server.MailAsync(mail)).Subject);
    }

    [Fact]
    public async Task A_silent_gateway_and_a_burst_are_told_at_once_with_what_to_do()
    {
        var (society, _, mail) = await server.PersonAsync();
        using var http = server.Client(Role.SocietyAdmin, society);
        using var made = await http.PostAsync($"/api/societies/{society}/gateways", Json("""{"name":"Roof of tower A"}"""), Cancel);
        var gateway = (await made.Content.ReadFromJsonAsync(WireJson.Default.CredentialDto, Cancel))!;
        var (alerts, scope) = (server.Services.GetRequiredService<IAlertStore>(), Scopes.Of(society));
        await alerts.NoteAsync(scope, [new(gateway.Id, RuleId.GatewaySilent, TimeProvider.System.GetUtcNow())], Cancel);
        var silent = await server.MailAsync(mail);
        Assert.Equal("The gateway Roof of tower A is silent · Green & Park", silent.Subject);
        Assert.Contains("Check its power", silent.TextBody, StringComparison.Ordinal);
        await alerts.NoteAsync(scope, [new("KAM.90000001", RuleId.LeakMeter, TimeProvider.System.GetUtcNow())], Cancel);   // for the digest
        await alerts.NoteAsync(scope, [new("KAM.90000001", RuleId.Burst, TimeProvider.System.GetUtcNow())], Cancel);
        var burst = await server.MailAsync(mail, 2);
        Assert.Equal("Burst: KAM.90000001 · Green & Park", burst.Subject);
        Assert.StartsWith("Hello Anna <b>,\n\nURGENT: Burst", burst.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_for_one_person_goes_to_nobody_else_and_a_technician_gets_none_of_what_they_may_not_see()
    {
        var (society, _, mail) = await server.PersonAsync();
        var (other, _, technician) = await server.PersonAsync("Scanner");
        await server.TellAsync("evt-1", society, new("export.ready", Noon, "Somebody else's", "", [], For: "somebody else"));
        await server.TellAsync("evt-2", other, Round());
        await server.TellAsync("evt-3", society, Round());
        Assert.StartsWith("The round", (await server.MailAsync(mail)).Subject, StringComparison.Ordinal);
        Assert.Single(server.Mails(technician));   // the invitation
    }

    [Fact]
    public async Task What_somebody_chooses_is_kept_and_what_cannot_be_is_refused_in_words()
    {
        var (society, _, _) = await server.PersonAsync();
        using var http = server.Client(Role.SocietyAdmin, society);
        var mine = (await http.GetFromJsonAsync("/api/me/notifications", WireJson.Default.MyNotificationsDto, Cancel))!;
        Assert.Equal(["mail", "webhook"], mine.Channels);
        var settings = Assert.Single(mine.Items);
        Assert.Equal((society, "Asia/Kolkata", "07:30", true, false), (settings.Society, settings.TimeZone, settings.DigestAt, settings.UrgentAtOnce, settings.UrgentBreaksQuiet));
        Assert.Equal(("DAILY", "IMMEDIATE"), (When(settings, "alert.raised"), When(settings, "session.completed")));
        Assert.DoesNotContain(settings.Choices, static c => c.Type == "disk.filling");

        var path = $"/api/me/notifications/{society}";
        using var put = await http.PutAsync(path, Json("""
            {"choices":[{"type":"alert.raised","when":"IMMEDIATE","channels":["mail","webhook"]},{"type":"session.completed","when":"OFF"}],
             "quietHours":{"from":"22:00","to":"06:30"},"urgentBreaksQuiet":true,"digestAt":"18:15"}
            """), Cancel);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var after = (await http.GetFromJsonAsync(path, WireJson.Default.NotificationSettingsDto, Cancel))!;
        Assert.Equal(("IMMEDIATE", "OFF", "IMMEDIATE"), (When(after, "alert.raised"), When(after, "session.completed"), When(after, "gateway.silent")));
        Assert.Equal((new QuietHoursDto { From = "22:00", To = "06:30" }, "18:15", true), (after.QuietHours, after.DigestAt, after.UrgentBreaksQuiet));

        foreach (var (json, says) in new[]
        {
            ("""{"choices":[{"type":"disk.filling","when":"OFF"}]}""", "a type that is none here"),
            ("""{"choices":[{"type":"alert.raised","when":"SOMETIMES"}]}""", "OFF, IMMEDIATE or DAILY"),
            ("""{"choices":[{"type":"alert.raised","when":"OFF","channels":["pigeon"]}]}""", "mail, webhook, mqtt"),
            ("""{"choices":[{"type":"alert.raised","when":"OFF"},{"type":"alert.raised","when":"OFF"}]}""", "twice"),
            ("""{"quietHours":{"from":"25:00","to":"06:30"}}""", "22:00"),
            ("""{"digestAt":"noon"}""", "07:30"),
        })
        {
            using var refused = await http.PutAsync(path, Json(json), Cancel);
            var problem = (await refused.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, Cancel))!;
            Assert.Equal((HttpStatusCode.BadRequest, "BadNotifications"), (refused.StatusCode, problem.Code));
            Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
        }
        using var super = server.Client();
        using var installation = await super.PutAsync("/api/me/installation-notifications", Json("""{"choices":[{"type":"disk.filling","when":"DAILY"}]}"""), Cancel);
        Assert.Equal(HttpStatusCode.OK, installation.StatusCode);
        Assert.Null((await installation.Content.ReadFromJsonAsync(WireJson.Default.NotificationSettingsDto, Cancel))!.Society);
    }

    private static string When(NotificationSettingsDto settings, string type) => settings.Choices.Single(c => c.Type == type).When;

    [GeneratedRegex("http://[^\\s]+/account/exports/[^\\s]+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
