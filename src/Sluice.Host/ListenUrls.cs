using Sluice.Api;

namespace Sluice.Host;

/// <summary>Checks the addresses to listen at.</summary>
internal static class ListenUrls
{
    /// <returns>True when only this machine can reach them.</returns>
    /// <exception cref="ServerException">One is no http address, or other machines could reach it and nobody said they may.</exception>
    public static bool AreLocal(IReadOnlyList<string> urls, bool insecureOpen)
    {
        var local = true;
        foreach (var url in urls)
        {
            // Kestrel's own wildcards are no host names.
            var text = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
                throw new ServerException($"'{url}' is no address to listen at; use for example http://127.0.0.1:8080", isUsage: true);
            if (LocalOnly.IsLocal(uri.Host)) continue;
            local = false;
            if (!insecureOpen)
                throw new ServerException(
                    $"'{url}' would let other machines in, and this version has no login: anybody could read and send. Listen at 127.0.0.1, or add --insecure-open on a network you trust",
                    isUsage: true);
        }
        return local;
    }
}
