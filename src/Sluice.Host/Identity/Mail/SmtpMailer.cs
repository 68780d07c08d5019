using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Sluice.Host.Identity.Mail;

/// <summary>Sends mail over SMTP.</summary>
internal sealed class SmtpMailer(SmtpOptions? options, ILogger<SmtpMailer> log) : IMailer
{
    private const int TimeoutMs = 15_000;

    public bool IsSetUp => options is not null;

    public async ValueTask<bool> TrySendAsync(Letter letter, CancellationToken ct)
    {
        if (options is null) return false;
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(options.From));
        message.To.Add(new MailboxAddress("", letter.To));
        message.Subject = letter.Subject;
        if (letter.Id is { } id) message.MessageId = $"{id}@{options.From[(options.From.LastIndexOf('@') + 1)..].TrimEnd('>')}";
        if (letter.Unsubscribe is { } stop)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{stop.AbsoluteUri}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
            message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        }
        message.Body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html }.ToMessageBody();
        using var client = new SmtpClient { Timeout = TimeoutMs };
        try
        {
            await client.ConnectAsync(options.Host, options.Port, options.UseTls ? SecureSocketOptions.Auto : SecureSocketOptions.None, ct);
            if (options.UseTls && !client.IsSecure) throw new AuthenticationException("The mail server offers no TLS.");
            if (options.User is { } user) await client.AuthenticateAsync(user, options.Password ?? "", ct);
            await client.SendAsync(message, ct);
            await client.DisconnectAsync(quit: true, ct);
            return true;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or ProtocolException or CommandException or AuthenticationException
            or SslHandshakeException or ServiceNotConnectedException or NotSupportedException or TimeoutException)
        {
            log.LogError("A mail could not be sent by {Host}:{Port}: {Message}", options.Host, options.Port, e.Message);
            return false;
        }
    }
}
