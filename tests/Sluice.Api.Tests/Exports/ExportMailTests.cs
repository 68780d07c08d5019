using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Tests.Sessions;
using Sluice.Host;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Exports;

/// <summary>Who asks for it gets a mail when an export has ended, over a real SMTP connection; its link asks for a log-in.</summary>
public sealed partial class ExportMailTests(ExportMailTests.MailServer server) : IClassFixture<ExportMailTests.MailServer>
{
    private const string Password = "four unrelated words";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_mail_names_the_export_and_its_link_gives_the_file_to_who_may_have_it_after_a_log_in()
    {
        await new RoundWorld(server, "mail-park").RegisterAsync(7301, 2);
        var (anna, token, subject) = await PersonAsync("anna@example.org", "mail-park");
        using (anna)
        {
            using var api = server.Anonymous();
            api.DefaultRequestHeaders.Authorization = new("Bearer", token);
            var (status, export) = await RoundWorld.SendAsync(api, HttpMethod.Post, "/api/export/excel", """{"societyId":"mail-park","month":"2026-03","format":"json","notify":true}""");
            Assert.Equal(HttpStatusCode.OK, status);
            var mail = await server.NewestAsync("anna@example.org", "Your export is ready · mail-park");
            Assert.Contains("2026-03-01 to 2026-03-31 (json)", mail.TextBody, StringComparison.Ordinal);
            var link = Link().Match(mail.TextBody ?? "").Value;
            Assert.EndsWith($"/account/exports/{export.GetProperty("id").GetString()}", link, StringComparison.Ordinal);

            using var fresh = new Browser(server.Address);
            await fresh.OpenAsync(link);
            Assert.Equal("/account/login", fresh.Address.AbsolutePath);
            await fresh.SubmitAsync(("mail", "anna@example.org"), ("password", Password));
            await GoOnAsync(fresh, link);
            Assert.Equal(HttpStatusCode.OK, fresh.Status);
            Assert.StartsWith("{", fresh.Html, StringComparison.Ordinal);
            Assert.Contains("\"mail-park\"", fresh.Html, StringComparison.Ordinal);

            var (bob, _, _) = await PersonAsync("bob@example.org", "blue-hill");
            using (bob)
            {
                await bob.OpenAsync(link);
                Assert.Equal(HttpStatusCode.NotFound, bob.Status);
                Assert.DoesNotContain("mail-park", bob.Html, StringComparison.Ordinal);
            }

            // One that fails is told, too; and nobody is told who has left.
            await StartAsync(subject, "gone-form");
            Assert.Contains("gone-form", (await server.NewestAsync("anna@example.org", "Your export failed · mail-park")).TextBody, StringComparison.Ordinal);
            using var admin = server.Client(Role.SocietyAdmin, "mail-park");
            using (var left = await admin.DeleteAsync($"/api/societies/mail-park/people/{subject}", Cancel)) Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
            var before = server.Count("anna@example.org");
            await StartAsync(subject, "another-form");
            await Task.Delay(500, Cancel);
            Assert.Equal(before, server.Count("anna@example.org"));
        }
    }

    private async Task StartAsync(string subject, string template)
    {
        var request = new ExportRequest { From = new(2026, 3, 1), To = new(2026, 4, 1), Template = template, Notify = subject };
        var (scope, queue) = (Scopes.Of("mail-park"), server.Services.GetRequiredService<IJobQueue>());
        var job = await queue.StartAsync(scope, JobId.New(TimeProvider.System), ExportRequest.Kind, JsonSerializer.Serialize(request, ExportJson.Default.ExportRequest), Cancel);
        Assert.Equal("FormGone", (await queue.WaitAsync(scope, job.Id, TimeSpan.FromSeconds(30), Cancel))!.Error!.Code);
    }

    private async Task<(Browser Browser, string Token, string Subject)> PersonAsync(string mail, string society)
    {
        using var admin = server.Client(Role.SocietyAdmin, society);
        var (status, made) = await RoundWorld.SendAsync(admin, HttpMethod.Post, $"/api/societies/{society}/people", $$"""{"mail":"{{mail}}","name":"Somebody","role":"SocietyAdmin"}""");
        Assert.Equal(HttpStatusCode.Created, status);
        var browser = new Browser(server.Address);
        await browser.OpenAsync(Link().Match((await server.NewestAsync(mail, "You are invited to Sluice")).TextBody ?? "").Value);
        await browser.SubmitAsync(("password", Password));
        await browser.LogInAsync();
        Assert.True(browser.HasCode, $"{browser.Address} {browser.Html}");
        return (browser, (await browser.TokensAsync()).GetProperty("access_token").GetString()!, made.GetProperty("person").GetProperty("subject").GetString()!);
    }

    private static async Task GoOnAsync(Browser browser, string link)
    {
        if (browser.Address.AbsolutePath != new Uri(link).AbsolutePath) await browser.OpenAsync(link);
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:\\d+/account/\\S+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    /// <summary>A server with mail set up.</summary>
    public sealed class MailServer : ApiServer
    {
        private readonly SmtpSink sink = new();

        internal int Count(string to) => sink.Mails.Count(m => m.To.Mailboxes.Single().Address == to);

        internal async Task<MimeKit.MimeMessage> NewestAsync(string to, string subject)
        {
            for (var tries = 0; ; tries++)
            {
                if (sink.Mails.LastOrDefault(m => m.To.Mailboxes.Single().Address == to && m.Subject == subject) is { } mail) return mail;
                Assert.True(tries < 100, $"no mail '{subject}'; there are: {string.Join(", ", sink.Mails.Select(static m => m.Subject))}");
                await Task.Delay(100, Cancel);
            }
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await sink.DisposeAsync();
        }

        protected override ServerOptions Set(ServerOptions options) =>
            options with { People = options.People with { RequireMfa = false, Smtp = new("127.0.0.1", sink.Port, "sluice@example.org") { UseTls = false } } };
    }
}
