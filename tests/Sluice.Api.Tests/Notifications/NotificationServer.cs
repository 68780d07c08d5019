using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Host;
using Sluice.Host.Notifications;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;

namespace Sluice.Api.Tests.Notifications;

/// <summary>A server with mail set up and one society with an administrator who can log in.</summary>
public sealed class NotificationServer : ApiServer
{
    public const string Password = "correct horse battery staple";

    private readonly SmtpSink sink = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await sink.DisposeAsync();
    }

    /// <summary>Tells people something.</summary>
    public async Task TellAsync(string id, string society, News news) =>
        await Services.GetRequiredService<Notifier>().TellAsync(id, SocietyId.Parse(society), news, Cancel);

    /// <summary>A new society with somebody who has set a password.</summary>
    public async Task<(string Society, string Subject, string Mail)> PersonAsync(string role = "SocietyAdmin")
    {
        var (society, mail) = ($"news-{Guid.NewGuid():N}"[..20], $"{Guid.NewGuid():N}@example.org");
        using var super = Client();
        await PostAsync(super, "/api/societies", $$"""{"id":"{{society}}","name":"Green & Park","timeZone":"Asia/Kolkata"}""");
        var made = System.Text.Json.JsonSerializer.Deserialize(
            await PostAsync(super, $"/api/societies/{society}/people", $$"""{"mail":"{{mail}}","name":"Anna <b>","role":"{{role}}"}"""), WireJson.Default.InvitationDto)!;
        using var browser = new Browser(Address);
        var letter = Mails(mail)[0].TextBody!;
        await browser.OpenAsync(letter[letter.IndexOf("http://", StringComparison.Ordinal)..].Split('\n')[0].Trim());
        await browser.SubmitAsync(("password", Password));
        return (society, made.Person.Subject, mail);
    }

    /// <summary>The mails somebody got.</summary>
    internal IReadOnlyList<MimeKit.MimeMessage> Mails(string to) => [.. sink.Mails.Where(m => m.To.Mailboxes.Single().Address == to)];

    /// <summary>Waits for the mail after the invitation, or a later one.</summary>
    internal async Task<MimeKit.MimeMessage> MailAsync(string to, int number = 1)
    {
        for (var i = 0; i < 1_000 && Mails(to).Count <= number; i++) await Task.Delay(10, Cancel);
        Assert.True(Mails(to).Count > number, "no mail came");
        return Mails(to)[number];
    }

    protected override ServerOptions Set(ServerOptions options) =>
        options with { People = options.People with { RequireMfa = false, Smtp = new("127.0.0.1", sink.Port, "sluice@example.org") { UseTls = false } } };

    private static async Task<string> PostAsync(HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, content, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
