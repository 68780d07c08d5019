using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Storage.Aws.Tests.Files;

/// <summary>The way to the object server, which can be out of order: bytes go through, every request is answered 500, or nothing is answered.</summary>
internal sealed class FaultyWay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> open = [];
    private readonly Uri server;
    private readonly Task accepting;
    private volatile Fault fault;

    public FaultyWay(Uri server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    public enum Fault
    {
        None = 0,
        Error,
        Silence,
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>From now on; connections that are open break.</summary>
    public void Become(Fault next)
    {
        fault = next;
        foreach (var connection in open.Keys) connection.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        Become(Fault.None);
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                open.TryAdd(client, true);
                _ = ServeAsync(client).ContinueWith(_ => { open.TryRemove(client, out var _); client.Dispose(); }, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var stream = client.GetStream();
        if (fault == Fault.None)
        {
            using var way = new TcpClient();
            await way.ConnectAsync(server.Host, server.Port);
            await Task.WhenAny(stream.CopyToAsync(way.GetStream()), way.GetStream().CopyToAsync(stream));
            return;
        }
        var buffer = new byte[1 << 16];
        if (await stream.ReadAsync(buffer) == 0) return;
        if (fault == Fault.Error) await stream.WriteAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        while (await stream.ReadAsync(buffer) > 0) await Task.Yield();
    }
}
