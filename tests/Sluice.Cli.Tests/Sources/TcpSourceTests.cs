using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Cli.Sources;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Tests.Sources;

public sealed class TcpSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Lost_connection_is_told_and_made_again()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        cancel.CancelAfter(Patience);
        var told = new List<string>();
        var telegrams = new List<ReceivedTelegram>();
        var source = LiveSource.Parse($"tcp://127.0.0.1:{port}", ReceiverKind.Hex, told.Add, TimeProvider.System);

        var gateway = ServeAsync(listener, ["0A44\n0A", "0B44\n"], cancel.Token);
        await source.ReceiveAsync(
            new HexLineReceiver(),
            telegram =>
            {
                telegrams.Add(telegram);
                if (telegrams.Count == 3) cancel.Cancel();
            },
            cancel.Token);

        await gateway;
        listener.Stop();
        Assert.Equal(["0A44", "0A", "0B44"], telegrams.Select(t => Convert.ToHexString(t.Bytes.Span)));
        Assert.Equal([$"tcp://127.0.0.1:{port}: connection lost. Next attempt in 1 s.", $"tcp://127.0.0.1:{port}: connected again."], told);
    }

    [Fact]
    public async Task Refused_connection_is_said_clearly()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var source = LiveSource.Parse($"tcp://127.0.0.1:{port}", ReceiverKind.Auto, _ => { }, TimeProvider.System);
        var e = await Assert.ThrowsAsync<SourceException>(() => source.ReceiveAsync(new AutoReceiver(), _ => { }, TestContext.Current.CancellationToken));
        Assert.Contains("connection refused", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_a_silent_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var source = LiveSource.Parse($"tcp://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}", ReceiverKind.Auto, _ => { }, TimeProvider.System);
        var receiving = source.ReceiveAsync(new AutoReceiver(), _ => { }, cancel.Token);
        using var client = await listener.AcceptTcpClientAsync(cancel.Token);
        await cancel.CancelAsync();
        await receiving.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("tcp://")]
    [InlineData("tcp://host")]
    [InlineData("tcp://host:0")]
    [InlineData("tcp://host:70000")]
    [InlineData("tcp://:4001")]
    [InlineData("udp://host:4001")]
    [InlineData("/dev/ttyUSB0:fast")]
    [InlineData(":9600")]
    public void Text_that_names_no_source_is_refused(string text) =>
        Assert.Throws<SourceException>(() => LiveSource.Parse(text, ReceiverKind.Auto, _ => { }, TimeProvider.System));

    [Fact]
    public void Ipv6_addresses_stand_in_brackets() =>
        Assert.Equal("tcp://[::1]:4001", LiveSource.Parse("tcp://[::1]:4001", ReceiverKind.Auto, _ => { }, TimeProvider.System).Where);

    /// <summary>A gateway that sends one text per connection and hangs up.</summary>
    private static async Task ServeAsync(TcpListener listener, string[] texts, CancellationToken ct)
    {
        foreach (var text in texts)
        {
            using var client = await listener.AcceptTcpClientAsync(ct);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), CancellationToken.None);
        }
    }
}
