using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Host;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

/// <summary>Invitations go out by mail, over a real SMTP connection.</summary>
public sealed partial class InvitationMailTests(InvitationMailTests.MailServer server) : IClassFixture<InvitationMailTests.MailServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_link_goes_to_the_invited_and_to_nobody_else()
    {
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        var (status, made) = await InviteAsync(admin, "ben@example.org");
        Assert.Equal((HttpStatusCode.Created, true, null), (status, made.MailSent, made.Link));
        var mail = server.Newest("ben@example.org");
        Assert.Equal("You are invited to Sluice", mail.Subject);
        Assert.Contains(Link(mail.TextBody), mail.HtmlBody);
        Assert.Contains("green-park", mail.TextBody);

        // Sent again: the older link is void.
        var (first, second) = (Link(mail.TextBody), "");
        using (var again = await admin.PostAsync($"/api/societies/green-park/people/{made.Person.Subject}/invitation", null, Cancel)) Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        second = Link(server.Newest("ben@example.org").TextBody);
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(first);
        Assert.Equal(HttpStatusCode.Gone, browser.Status);
        await browser.OpenAsync(second);
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        // Revoked: nothing is left of it.
        using (var removed = await admin.DeleteAsync($"/api/societies/green-park/people/{made.Person.Subject}", Cancel)) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await browser.OpenAsync(second);
        Assert.Equal(HttpStatusCode.Gone, browser.Status);
        using var all = server.Client();
        Assert.DoesNotContain("ben@example.org", await all.GetStringAsync("/api/people?limit=1000", Cancel));
    }

    [Fact]
    public async Task Nobody_gives_more_than_they_have_and_a_society_changes_no_role()
    {
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        using var other = server.Client(Role.SocietyAdmin, "blue-hill");
        Assert.Equal(HttpStatusCode.BadRequest, (await InviteAsync(admin, "eve@example.org", "SuperAdmin")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await InviteAsync(admin, "eve@example.org", "Worker")).Status);
        Assert.Equal(HttpStatusCode.Created, (await InviteAsync(admin, "carl@example.org", "Scanner")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await InviteAsync(other, "carl@example.org", "SocietyAdmin", "blue-hill")).Status);
        Assert.Equal(HttpStatusCode.Created, (await InviteAsync(other, "Carl@Example.org", "Scanner", "blue-hill")).Status);
        Assert.Single(JsonSerializer.Deserialize(await other.GetStringAsync("/api/societies/blue-hill/people", Cancel), WireJson.Default.PeopleDto)!.Items);
    }

    [Fact]
    public async Task Who_forgot_the_password_gets_a_link_by_mail_and_nobody_learns_who_has_an_account()
    {
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        await InviteAsync(admin, "dora@example.org");
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(Link(server.Newest("dora@example.org").TextBody));
        await browser.SubmitAsync(("password", "four unrelated words"));
        await InviteAsync(admin, "frank@example.org");   // has no password yet: nothing to forget

        var pages = new List<string>();
        foreach (var mail in (string[])["dora@example.org", "nobody@example.org", "frank@example.org"]) pages.Add(await ForgotAsync(mail));
        Assert.Single(pages.Distinct());
        var letter = await server.WaitForAsync("dora@example.org", "A new password for Sluice", 1);
        Assert.DoesNotContain(server.Mails, static m => m.To.Mailboxes.Single().Address is "nobody@example.org");
        Assert.DoesNotContain(server.Mails, static m => m.To.Mailboxes.Single().Address is "frank@example.org" && m.Subject == "A new password for Sluice");

        using var other = new Browser(server.Address);
        await other.OpenAsync(Link(letter.TextBody));
        await other.SubmitAsync(("password", "five other unrelated words"));
        Assert.NotEqual(HttpStatusCode.Gone, other.Status);
        Assert.False(await CanLogInAsync("four unrelated words"));
        Assert.True(await CanLogInAsync("five other unrelated words"));
        await other.OpenAsync(Link(letter.TextBody));
        Assert.Equal(HttpStatusCode.Gone, other.Status);

        for (var i = 0; i < 4; i++) await ForgotAsync("dora@example.org");
        await ForgotAsync("ben@example.org");
        await server.WaitForAsync("dora@example.org", "A new password for Sluice", 3);
        await Task.Delay(300, Cancel);   // a fourth would have come by now
        Assert.Equal(3, server.Mails.Count(static m => m.To.Mailboxes.Single().Address == "dora@example.org" && m.Subject == "A new password for Sluice"));

        async Task<string> ForgotAsync(string mail)
        {
            using var asking = new Browser(server.Address);
            await asking.OpenAsync("/account/forgot");
            await asking.SubmitAsync(("mail", mail));
            Assert.Equal(HttpStatusCode.OK, asking.Status);
            Assert.Contains("on its way", asking.Html);
            return asking.Plain(without: mail);
        }

        async Task<bool> CanLogInAsync(string password)
        {
            using var trying = new Browser(server.Address);
            await trying.OpenAsync("/account/login");
            await trying.SubmitAsync(("mail", "dora@example.org"), ("password", password));
            return trying.Status != HttpStatusCode.Unauthorized;
        }
    }

    private static string Link(string? text) => LinkPattern().Match(text ?? "").Value;

    private static async Task<(HttpStatusCode Status, InvitationDto Made)> InviteAsync(HttpClient http, string mail, string role = "Scanner", string society = "green-park")
    {
        using var content = new StringContent($$"""{"mail":"{{mail}}","name":"Ben","role":"{{role}}"}""");
        using var answer = await http.PostAsync($"/api/societies/{society}/people", content, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? JsonSerializer.Deserialize(text, WireJson.Default.InvitationDto)! : null!);
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:\\d+/account/link\\?token=[A-Za-z0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkPattern();

    /// <summary>A server with mail set up.</summary>
    public sealed class MailServer : ApiServer
    {
        private readonly SmtpSink sink = new();

        internal MimeKit.MimeMessage Newest(string to) => sink.Mails.Last(m => m.To.Mailboxes.Single().Address == to);

        internal IReadOnlyList<MimeKit.MimeMessage> Mails => [.. sink.Mails];

        /// <summary>The newest of so many mails of a subject; waits for it.</summary>
        internal async Task<MimeKit.MimeMessage> WaitForAsync(string to, string subject, int count)
        {
            while (true)
            {
                MimeKit.MimeMessage[] all = [.. Mails.Where(m => m.To.Mailboxes.Single().Address == to && m.Subject == subject)];
                if (all.Length >= count) return all[^1];
                await Task.Delay(20, Cancel);
            }
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await sink.DisposeAsync();
        }

        protected override ServerOptions Set(ServerOptions options) =>
            options with { People = options.People with { Smtp = new("127.0.0.1", sink.Port, "sluice@example.org") { UseTls = false } } };
    }
}
