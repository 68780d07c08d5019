using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.EndToEnd.Tests;

/// <summary>Callers that take more than their share: the server refuses them, stays small, and answers others.</summary>
public sealed class GreedTests : ServerTests
{
    private const long Gigabyte = 1L << 30;

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_upload_of_a_gigabyte_is_refused_early_and_costs_no_memory(bool saysItsLength)
    {
        await using var server = await ServerProcess.StartAsync(Data);
        var before = server.PeakMemory;
        using var upload = new Upload(Gigabyte);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/telegrams?reader=hex") { Content = new StreamContent(upload) };
        request.Headers.ExpectContinue = true;   // wait for the server's word before sending
        if (saysItsLength) request.Content.Headers.ContentLength = Gigabyte;
        else request.Headers.TransferEncodingChunked = true;
        try
        {
            using var answer = await server.Http.SendAsync(request, Cancel);
            Assert.Equal("BodyTooLarge", (await ProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge)).Code);
        }
        catch (HttpRequestException) when (!saysItsLength)
        {
            // Who goes on sending after the answer is cut off, and may not have read it by then.
        }
        using (var health = await server.Http.GetAsync("/health", Cancel)) Assert.True(health.IsSuccessStatusCode);
        Assert.True(upload.Sent < 64 << 20, $"{upload.Sent} bytes were taken");
        if (OperatingSystem.IsLinux()) Assert.True(server.PeakMemory - before < 200 << 20, $"memory grew from {before >> 20} to {server.PeakMemory >> 20} MiB");
    }

    [Fact]
    public async Task Ten_thousand_slow_connections_do_not_keep_others_out()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        var address = server.Http.BaseAddress!;
        var slow = new List<Socket>();
        try
        {
            var refused = 0;
            for (var i = 0; i < 10_000; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                slow.Add(socket);
                try
                {
                    await socket.ConnectAsync(address.Host, address.Port, Cancel);
                    await socket.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray(), Cancel);
                }
                catch (SocketException)
                {
                    refused++;   // closed before our first bytes: as it should be for most
                }
                if (i % 2_500 == 2_499) await AssertAnsweredAsync(address);
            }
            await AssertAnsweredAsync(address);
        }
        finally
        {
            foreach (var socket in slow) socket.Dispose();
        }
        Assert.True((await server.Http.GetAsync("/health", Cancel)).IsSuccessStatusCode);
    }

    /// <summary>Somebody at another address asks.</summary>
    private static async Task AssertAnsweredAsync(Uri address)
    {
        using var elsewhere = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = address };
        using var answer = await elsewhere.GetAsync("/health", Cancel);
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>Hex that goes on for a gigabyte; counts what was read of it.</summary>
    private sealed class Upload(long length) : Stream
    {
        public long Sent { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => Sent; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var some = (int)Math.Min(count, length - Sent);
            Encoding.ASCII.GetBytes(new string('0', some), buffer.AsSpan(offset, some));
            Sent += some;
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
