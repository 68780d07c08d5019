using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace Sluice.Storage.Aws.Tests.Servers;

/// <summary>A DynamoDB-compatible server in memory, one for all tests of a class collection.</summary>
public sealed class Dynalite : IAsyncLifetime
{
    private Process? server;

    /// <summary>A client of it.</summary>
    public AmazonDynamoDBClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = await NodeServers.FolderAsync();
        var port = FreePort();
        server = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "node_modules", "dynalite", "cli.js"), "--port", $"{port}", "--createTableMs", "0", "--deleteTableMs", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Client = new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig { ServiceURL = $"http://127.0.0.1:{port}", AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (tries < 100 && !server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (server is null) return;
        if (!server.HasExited) server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
