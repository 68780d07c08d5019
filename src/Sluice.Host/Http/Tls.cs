using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Sluice.Host.Http;

/// <summary>TLS by a certificate of ours, or by a proxy in front.</summary>
internal static class Tls
{
    /// <summary>Lets https addresses use the certificate; TLS 1.2 and 1.3 only.</summary>
    /// <exception cref="ServerException">The certificate cannot be used.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The server owns the certificate as long as it runs.")]
    public static IWebHostBuilder UseCertificate(this IWebHostBuilder web, ServerOptions options)
    {
        if (options.Certificate is not { } file) return web;
        var certificate = Load(file, options.CertificateKey);
        return web.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => Set(https, certificate)));
    }

    /// <summary>The same for an endpoint of its own.</summary>
    public static HttpsConnectionAdapterOptions Settings(X509Certificate2 certificate) => Set(new(), certificate);

    [SuppressMessage("Security", "CA5398", Justification = "The floor is set on purpose: older versions are off whatever the system allows.")]
    private static HttpsConnectionAdapterOptions Set(HttpsConnectionAdapterOptions https, X509Certificate2 certificate)
    {
        https.ServerCertificate = certificate;
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        return https;
    }

    /// <summary>Believes what the named proxies say about who asks and how: from anybody else such headers are ignored.</summary>
    public static void UseProxies(this WebApplication app, ServerOptions options)
    {
        if (!options.BehindProxy) return;
        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
        foreach (var proxy in options.Proxies) headers.KnownIPNetworks.Add(proxy);   // beside those of this machine, which are known
        app.UseForwardedHeaders(headers);
    }

    /// <summary>Reads a certificate with its key.</summary>
    /// <exception cref="ServerException">It cannot be used.</exception>
    public static X509Certificate2 Load(string file, string? keyFile)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(file, keyFile);
            if (!pem.HasPrivateKey) throw new ServerException($"'{file}' holds no private key; name the key's file by --certificate-key", isUsage: true);
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);   // as Windows and macOS want it
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ServerException($"The certificate '{file}' cannot be used: {e.Message}", e);
        }
    }
}
