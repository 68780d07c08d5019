using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Host;

namespace Sluice.Api.Tests;

public sealed class TlsTests(TlsTests.Secure server) : IClassFixture<TlsTests.Secure>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Tls12")]
    [InlineData("Tls13")]
    public async Task The_certificate_is_served(string version)
    {
        using var http = server.Trusting(Enum.Parse<SslProtocols>(version));
        using var answer = await http.GetAsync("/health", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Under_its_public_name_browsers_are_told_to_stay_with_https()
    {
        using var http = server.Trusting(SslProtocols.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Host = "meters.example.org" } };
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("max-age", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task Under_any_other_name_it_does_not_answer()
    {
        using var http = server.Trusting(SslProtocols.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Host = "evil.example" } };
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    public sealed class Secure : ApiServer
    {
        private readonly string folder = Directory.CreateTempSubdirectory("sluice-tls-").FullName;

        internal HttpClient Trusting(SslProtocols version) => new(new SocketsHttpHandler
        {
            SslOptions = new() { EnabledSslProtocols = version, RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate!.Subject == "CN=meters.example.org" },
        })
        { BaseAddress = Address };

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        protected override ServerOptions Set(ServerOptions options)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = new CertificateRequest("CN=meters.example.org", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            var (pem, apart) = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
            File.WriteAllText(pem, certificate.ExportCertificatePem());
            File.WriteAllText(apart, key.ExportPkcs8PrivateKeyPem());
            return options with { Urls = ["https://127.0.0.1:0"], Certificate = pem, CertificateKey = apart, People = options.People with { PublicUrl = new("https://meters.example.org") } };
        }
    }
}
