using Sluice.Api;

namespace Sluice.Host;

/// <summary>Checks the addresses to listen at: passwords and tokens never cross a network in the clear.</summary>
internal static class ListenUrls
{
    /// <summary>Returns when all is well.</summary>
    /// <exception cref="ServerException">An address is none, or other machines could reach it without TLS.</exception>
    public static void Check(ServerOptions options)
    {
        foreach (var url in options.Urls)
        {
            // Kestrel's own wildcards are no host names.
            var text = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.PathAndQuery != "/")
                throw Wrong($"'{url}' is no address to listen at; use for example http://127.0.0.1:8080");
            if (uri.Scheme == Uri.UriSchemeHttps && options.Certificate is null)
                throw Wrong($"'{url}' needs a certificate: add --certificate FILE, and --certificate-key FILE when the key is apart");
            if (KnownHosts.IsLocal(uri.Host)) continue;
            if (uri.Scheme == Uri.UriSchemeHttp && !options.BehindProxy)
                throw Wrong($"'{url}' would let passwords and readings cross the network in the clear. Listen at https:// with --certificate FILE, or say --behind-proxy when a proxy in front does TLS, or listen at 127.0.0.1");
            if (options.People.PublicUrl is null)
                throw Wrong($"'{url}' lets other machines in: say by --public-url https://NAME which address people open; mails and the log-in need it");
        }
        if (options.People.PublicUrl is { } open && ((open.Scheme != Uri.UriSchemeHttps && !KnownHosts.IsLocal(open.Host)) || open.PathAndQuery != "/"))
            throw Wrong("--public-url is an https:// address without a path, for example https://meters.example.org");
    }

    private static ServerException Wrong(string message) => new(message, isUsage: true);
}
