using System.CommandLine;
using System.Net;
using Sluice.Host;
using Sluice.Host.Identity;

namespace Sluice.Cli.Serve;

/// <summary>The options of <c>sluice serve</c> about who may come in, and how.</summary>
internal sealed class PeopleArguments
{
    private readonly Option<string?> certificate = new("--certificate") { Description = "Certificate for https addresses, PEM.", HelpName = "FILE" };
    private readonly Option<string?> certificateKey = new("--certificate-key") { Description = "Its private key, PEM, when it is not in the same file.", HelpName = "FILE" };
    private readonly Option<bool> behindProxy = new("--behind-proxy") { Description = "A proxy in front does TLS: plain http is fine, and X-Forwarded-For, -Proto and -Host of the proxy are believed." };
    private readonly Option<string[]> proxies = new("--proxy") { Description = "Address or network of a proxy on another machine, for example 10.0.0.5 or 10.0.0.0/24. Those on this machine are known.", HelpName = "ADDRESS" };
    private readonly Option<string?> publicUrl = new("--public-url") { Description = "The address people open, for example https://meters.example.org; needed when other machines are let in.", HelpName = "URL" };
    private readonly Option<string[]> redirects = new("--redirect-uri") { Description = "Further address that may receive log-ins, for example of a web app elsewhere.", HelpName = "URI" };
    private readonly Option<string?> mfa = new("--mfa") { Description = "Whether administrators must have a second factor: required or optional. Required, but optional with --demo.", HelpName = "WORD" };
    private readonly Option<string?> smtp = new("--smtp") { Description = "Mail server for invitations, host:port.", HelpName = "SERVER" };
    private readonly Option<string?> smtpFrom = new("--smtp-from") { Description = "Sender's address of those mails.", HelpName = "MAIL" };
    private readonly Option<string?> smtpUser = new("--smtp-user") { Description = "User name at the mail server.", HelpName = "NAME" };
    private readonly Option<string?> smtpPassword = new("--smtp-password-file") { Description = "File with the password at the mail server.", HelpName = "FILE" };
    private readonly Option<bool> smtpPlain = new("--smtp-plain") { Description = "Send mail without TLS; for a mail server on this machine." };
    private readonly Option<string?> issuer = new("--oidc-issuer") { Description = "Also take access tokens of this issuer, as Cognito makes them.", HelpName = "URL" };
    private readonly Option<string[]> clients = new("--oidc-client") { Description = "Client id whose tokens of that issuer are taken.", HelpName = "ID" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[certificate, certificateKey, behindProxy, proxies, publicUrl, redirects, mfa, smtp, smtpFrom, smtpUser, smtpPassword, smtpPlain, issuer, clients]) command.Add(option);
    }

    /// <exception cref="UsageException">An option cannot be used.</exception>
    public ServerOptions Set(ServerOptions options, ParseResult parsed) => options with
    {
        Certificate = parsed.GetValue(certificate),
        CertificateKey = parsed.GetValue(certificateKey),
        BehindProxy = parsed.GetValue(behindProxy),
        Proxies = [.. (parsed.GetValue(proxies) ?? []).Select(Network)],
        People = new()
        {
            RequireMfa = parsed.GetValue(mfa) switch
            {
                null => !options.Demo,
                "required" => true,
                "optional" => false,
                var other => throw new UsageException($"--mfa is required or optional, not '{other}'."),
            },
            PublicUrl = parsed.GetValue(publicUrl) is { } url ? Address("--public-url", url) : null,
            RedirectUris = [.. (parsed.GetValue(redirects) ?? []).Select(static u => Address("--redirect-uri", u))],
            Foreign = Foreign(parsed),
            Smtp = Smtp(parsed),
        },
    };

    private ForeignIssuer? Foreign(ParseResult parsed)
    {
        var ids = parsed.GetValue(clients) ?? [];
        if (parsed.GetValue(issuer) is not { } url) return ids.Length == 0 ? null : throw new UsageException("--oidc-client needs --oidc-issuer URL.");
        if (ids.Length == 0) throw new UsageException("--oidc-issuer needs --oidc-client ID: whose tokens are taken.");
        var address = Address("--oidc-issuer", url);
        return address.Scheme == Uri.UriSchemeHttps || address.IsLoopback ? new(address, ids) : throw new UsageException("--oidc-issuer is an https:// address.");
    }

    private SmtpOptions? Smtp(ParseResult parsed)
    {
        if (parsed.GetValue(smtp) is not { } server) return null;
        var colon = server.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(server.AsSpan(colon + 1), out var port) || port is < 1 or > 65535) throw new UsageException("--smtp is host:port, for example mail.example.org:587.");
        var from = parsed.GetValue(smtpFrom) ?? throw new UsageException("--smtp needs --smtp-from MAIL.");
        if (!Metering.Identity.PeopleRules.IsMail(from)) throw new UsageException("--smtp-from is one mail address.");
        return new(server[..colon], port, from) { UseTls = !parsed.GetValue(smtpPlain), User = parsed.GetValue(smtpUser), Password = parsed.GetValue(smtpPassword) is { } file ? ReadSecret("--smtp-password-file", file) : null };
    }

    /// <summary>A secret in a file of its own.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    internal static string ReadSecret(string option, string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: {file}: {e.Message}");
        }
    }

    private static Uri Address(string option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw new UsageException($"{option}: '{text}' is no address.");

    private static IPNetwork Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        return IPAddress.TryParse(text, out var one) ? new(one, one.GetAddressBytes().Length * 8) : throw new UsageException($"--proxy: '{text}' is no address and no network, such as 10.0.0.5 or 10.0.0.0/24.");
    }
}
