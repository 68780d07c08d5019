using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Sluice.Host;
using Sluice.Host.Mqtt;
using static Sluice.Api.Tests.Mqtt.BrokerIntakeTests;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>The broker over TLS with the server's certificate, with clients that nobody here wrote.</summary>
public sealed class BrokerTlsTests(BrokerTlsTests.Secure server) : IClassFixture<BrokerTlsTests.Secure>
{
    [Theory]
    [InlineData("tlsv1.2")]
    [InlineData("tlsv1.3")]
    public async Task Mosquitto_pub_delivers_over_TLS(string version)
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        var address = server.MqttAddresses.Single(static a => a.StartsWith("mqtts:", StringComparison.Ordinal));
        var (code, _, errors) = await Mosquitto.RunAsync("mosquitto_pub", null,
            [.. Mosquitto.At(address, gateway.Id, gateway.Secret!), "--cafile", server.Authority, "--tls-version", version, "-q", "1", "-m", Hex(meter.Telegram(3)), "-t", Topic(gateway)]);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal([3], await server.LitresAsync(meter));
    }

    [Fact]
    public async Task In_the_clear_nothing_is_understood_at_the_TLS_port()
    {
        var gateway = await server.GatewayAsync();
        var address = server.MqttAddresses.Single(static a => a.StartsWith("mqtts:", StringComparison.Ordinal));
        var (code, _, _) = await Mosquitto.RunAsync("mosquitto_pub", null, [.. Mosquitto.At(address, gateway.Id, gateway.Secret!), "-q", "1", "-m", "x", "-t", Topic(gateway)]);
        Assert.NotEqual(0, code);
    }

    [Fact]
    public void Who_guesses_waits_twice_as_long_each_time_until_a_quarter_of_an_hour_was_quiet()
    {
        var clock = new FakeTimeProvider();
        var delay = new FailureDelay(clock);
        Assert.Equal([100, 200, 400, 800], Enumerable.Range(0, 4).Select(_ => (int)delay.Note("a").TotalMilliseconds));
        Assert.Equal(100, delay.Note("b").TotalMilliseconds);
        for (var i = 0; i < 20; i++) delay.Note("a");
        Assert.Equal(51_200, delay.Note("a").TotalMilliseconds);
        clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(100, delay.Note("a").TotalMilliseconds);
        delay.Note("b");
        delay.Forget("b");
        Assert.Equal(100, delay.Note("b").TotalMilliseconds);
    }

    /// <summary>A server with a certificate for 127.0.0.1.</summary>
    public sealed class Secure : MqttApiServer
    {
        private readonly string folder = Directory.CreateTempSubdirectory("sluice-mqtts-").FullName;

        internal string Authority => Path.Combine(folder, "cert.pem");

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        protected override ServerOptions Set(ServerOptions options)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var now = TimeProvider.System.GetUtcNow();
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllText(Authority, certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
            return base.Set(options) with { Certificate = Authority, CertificateKey = Path.Combine(folder, "key.pem"), Mqtt = new() { Port = 0, TlsPort = 0, TlsAddress = IPAddress.Loopback } };
        }
    }
}
