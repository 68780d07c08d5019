using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Api.Tests;

/// <summary>A mail server that takes every mail and keeps it: enough of RFC 5321 for one client at a time.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    /// <param name="port">Where it listens; 0: any free port.</param>
    public SmtpSink(int port = 0)
    {
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        loop = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<MimeKit.MimeMessage> Mails { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await loop;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 sink");
        while (await reader.ReadLineAsync(stopping.Token) is { } line)
        {
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync(stopping.Token) is { } text && text != ".") mail.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
                using var bytes = new MemoryStream(Encoding.ASCII.GetBytes(mail.ToString()));
                Mails.Enqueue(await MimeKit.MimeMessage.LoadAsync(bytes, stopping.Token));
            }
            await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 ok");
            if (line == "QUIT") return;
        }
    }
}
