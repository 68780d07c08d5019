using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Tests.Mqtt;

/// <summary>A real Mosquitto at a free port, with a password, with what it keeps in a folder of its own: stopped and started again it goes on where it was.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    public const string User = "sluice", Password = "a-password";

    private readonly string folder = Directory.CreateTempSubdirectory("sluice-mosquitto-").FullName;
    private readonly bool tls;
    private Process? process;

    private MosquittoBroker(bool tls) => this.tls = tls;

    public int Port { get; } = FreePort();

    public Uri Address => new($"{(tls ? "mqtts" : "mqtt")}://127.0.0.1:{Port}");

    public string PasswordFile => Path.Combine(folder, "password");

    /// <summary>The certificate it shows, which is its own authority.</summary>
    public string Authority => Path.Combine(folder, "cert.pem");

    public static async Task<MosquittoBroker> StartAsync(bool tls = false)
    {
        var broker = new MosquittoBroker(tls);
        await broker.ConfigureAsync();
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts it again where it was.</summary>
    public async Task StartAgainAsync()
    {
        var program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
        process = Process.Start(new ProcessStartInfo(program, ["-c", Path.Combine(folder, "mosquitto.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        for (var i = 0; i < 200; i++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(50);
            }
        }
        throw new InvalidOperationException("mosquitto does not start; ./sluice test installs it.");
    }

    /// <summary>Stops it in order: what it holds is kept.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    private async Task ConfigureAsync()
    {
        var passwords = Path.Combine(folder, "passwords");
        using (var make = Process.Start("mosquitto_passwd", ["-b", "-c", passwords, User, Password])) await make.WaitForExitAsync();
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        List<string> lines =
        [
            "user root", $"listener {Port} 127.0.0.1", "allow_anonymous false", $"password_file {passwords}",
            "persistence true", $"persistence_location {folder}/", "max_queued_messages 0", "autosave_interval 1", "log_dest none",
        ];
        if (tls)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllTextAsync(Authority, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
            lines.AddRange([$"certfile {Authority}", $"keyfile {Path.Combine(folder, "key.pem")}"]);
        }
        await File.WriteAllLinesAsync(Path.Combine(folder, "mosquitto.conf"), lines);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
