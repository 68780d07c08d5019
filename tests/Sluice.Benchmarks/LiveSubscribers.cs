using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>The subscribers of <see cref="LiveBenchmark"/>, in a process of their own: plain sockets that read Server-Sent Events.</summary>
internal static class LiveSubscribers
{
    private const int PerAddress = 400;   // a server takes 500 connections of one address
    private static readonly List<double> Latencies = [];
    private static int open, final;

    /// <summary>Starts the process; returns when all of them listen.</summary>
    public static async Task<Process> StartAsync(Uri server, string path, string token, int count)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["live-subscribers", server.Port.ToString(CultureInfo.InvariantCulture), path, count.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        await process.StandardInput.WriteLineAsync(token);   // not on the command line
        await process.StandardInput.FlushAsync();
        if (await process.StandardOutput.ReadLineAsync() is not "listening") throw new InvalidOperationException("The subscribers do not listen.");
        return process;
    }

    /// <summary>Waits for the end of all streams' round.</summary>
    public static async Task<(double P50, double P99, int Final)> ResultAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The subscribers said nothing.");
        await process.WaitForExitAsync();
        var numbers = line.Split(' ').Select(static n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1], (int)numbers[2]);
    }

    /// <summary>The process.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (port, path, count, token) = (int.Parse(args[0], CultureInfo.InvariantCulture), args[1], int.Parse(args[2], CultureInfo.InvariantCulture), Console.ReadLine()!);
        var tasks = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            tasks.Add(ListenAsync(i, port, path, token));
            if (i % 50 == 49) await Task.Delay(50);
        }
        while (Volatile.Read(ref open) < count) await Task.Delay(20);
        Console.WriteLine("listening");
        await Task.WhenAny(Task.WhenAll(tasks), Task.Delay(TimeSpan.FromMinutes(5)));
        Latencies.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{At(0.5):F1} {At(0.99):F1} {final}"));
        return 0;
    }

    private static double At(double share) => Latencies.Count == 0 ? 0 : Latencies[(int)((Latencies.Count - 1) * share)];

    private static async Task ListenAsync(int number, int port, string path, string token)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + (number / PerAddress))]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"));
        var buffer = new byte[64 << 10];
        var (length, isOpen, read) = (0, false, 0);
        while ((read = await socket.ReceiveAsync(buffer.AsMemory(length))) > 0)
        {
            length += read;
            var text = buffer.AsSpan(0, length);
            if (!isOpen && text.IndexOf("event: reset"u8) >= 0)
            {
                isOpen = true;
                Interlocked.Increment(ref open);
            }
            if (number % 20 == 0) Measure(text[^Math.Min(length, read)..]);
            if (text.IndexOf("event: progress\ndata: {\"status\":\"COMPLETED\""u8) >= 0)
            {
                Interlocked.Increment(ref final);
                return;
            }
            var keep = Math.Min(length, 100);   // what was looked for may come in two parts
            text[^keep..].CopyTo(buffer);
            length = keep;
        }
    }

    /// <summary>How long ago the telegrams came in.</summary>
    private static void Measure(ReadOnlySpan<byte> text)
    {
        var now = TimeProvider.System.GetUtcNow();
        while (text.IndexOf("\"at\":\""u8) is >= 0 and var at)
        {
            text = text[(at + 6)..];
            if (text.IndexOf((byte)'"') is > 0 and var end && DateTimeOffset.TryParse(Encoding.ASCII.GetString(text[..end]), CultureInfo.InvariantCulture, out var heard) && now - heard < TimeSpan.FromSeconds(30))
                lock (Latencies) Latencies.Add((now - heard).TotalMilliseconds);
        }
    }
}
