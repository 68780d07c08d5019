using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Sluice.Storage.Aws.Files;
using Sluice.Storage.Aws.Tests.Servers;

[assembly: AssemblyFixture(typeof(ObjectServer))]

namespace Sluice.Storage.Aws.Tests.Servers;

/// <summary>A real object server: Ceph's gateway over a monitor and one store in memory. From nothing in about 12 seconds; gone with the tests.</summary>
public sealed class ObjectServer : IAsyncLifetime
{
    public const string AccessKey = "SLUICETESTACCESS", SecretKey = "an invented secret of the tests";

    private const string Fsid = "7e1f2c3a-0000-4000-8000-000000000001", Disk = "7e1f2c3a-0000-4000-8000-00000000000a";

    private readonly string folder = Directory.CreateTempSubdirectory("sluice-objects-").FullName;
    private readonly List<Process> servers = [];
    private int buckets;

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1:1");

    public async ValueTask InitializeAsync()
    {
        var (monitor, gateway) = (FreePort(), FreePort());
        Endpoint = new($"http://127.0.0.1:{gateway}");
        await File.WriteAllTextAsync(InFolder("ceph.conf"), Configuration(monitor, gateway));
        await File.WriteAllTextAsync(InFolder("keyring"), "");
        await RunAsync("monmaptool", "--create", "--fsid", Fsid, "--addv", "a", $"[v2:127.0.0.1:{monitor}]", InFolder("monmap"));
        await RunAsync("ceph-mon", "-i", "a", "--mkfs", "--monmap", InFolder("monmap"));
        Start("ceph-mon", "-i", "a", "-f");
        await RunAsync("ceph", "--connect-timeout", "30", "osd", "new", Disk);
        Directory.CreateDirectory(InFolder("osd"));
        await RunAsync("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", Disk);
        Start("ceph-osd", "-i", "0", "-f");
        Start("radosgw", "-n", "client.rgw", "-f");
        await RunAsync("radosgw-admin", "user", "create", "--uid", "tests", "--display-name", "tests", "--access-key", AccessKey, "--secret", SecretKey);
        await ListeningAsync(gateway);
    }

    /// <summary>A bucket of its own.</summary>
    /// <param name="quota">The most bytes of it, to 4 KiB.</param>
    public async Task<S3Options> NewBucketAsync(long? quota = null)
    {
        var options = Options($"tests-{Interlocked.Increment(ref buckets)}");
        using var client = S3Clients.Make(options);
        await client.PutBucketAsync(options.Bucket);
        if (quota is { } bytes)
        {
            await RunAsync("radosgw-admin", "quota", "set", "--quota-scope=bucket", $"--bucket={options.Bucket}", $"--max-size={bytes}B");
            await RunAsync("radosgw-admin", "quota", "enable", "--quota-scope=bucket", $"--bucket={options.Bucket}");
        }
        return options;
    }

    public S3Options Options(string bucket) => new(bucket) { Endpoint = Endpoint, Credentials = new BasicAWSCredentials(AccessKey, SecretKey), Retries = 3, Timeout = TimeSpan.FromSeconds(10) };

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(servers))
        {
            if (!server.HasExited) server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ListeningAsync(int port)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (tries < 600)
            {
                await Task.Delay(100);
            }
        }
    }

    private string InFolder(string name) => Path.Combine(folder, name);

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(Info(program, arguments))!;
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        if (run.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}: {await output}{await errors}");
    }

    private void Start(string program, params string[] arguments)
    {
        var server = Process.Start(Info(program, arguments))!;
        server.OutputDataReceived += static (_, _) => { };
        server.ErrorDataReceived += static (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        servers.Add(server);
    }

    private ProcessStartInfo Info(string program, string[] arguments) =>
        new(program, ["-c", InFolder("ceph.conf"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };

    private string Configuration(int monitor, int gateway) => $"""
        [global]
        fsid = {Fsid}
        mon host = v2:127.0.0.1:{monitor}
        public addr = 127.0.0.1
        cluster addr = 127.0.0.1
        auth cluster required = none
        auth service required = none
        auth client required = none
        ms mon client mode = crc
        ms cluster mode = crc
        ms service mode = crc
        ms client mode = crc
        ms bind msgr1 = false
        run dir = {folder}
        admin socket =
        crash dir = {folder}
        keyring = {InFolder("keyring")}
        log file = {folder}/$name.log
        mon data avail crit = 1
        mon allow pool size one = true
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 1
        osd crush chooseleaf type = 0
        osd objectstore = memstore
        memstore device bytes = 1073741824
        [mon.a]
        mon data = {InFolder("mon")}
        [osd.0]
        osd data = {InFolder("osd")}
        [client.rgw]
        rgw frontends = beast endpoint=127.0.0.1:{gateway}
        rgw data = {InFolder("rgw")}
        rgw bucket quota ttl = 0
        rgw run sync thread = false
        rgw enable gc threads = false
        rgw enable lc threads = false

        """;
}
