using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Exceptions;
using Sluice.Metering.Gateways;
using Sluice.Storage.Contract;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>When a message is acknowledged, when it is not, and what the broker does to hostile clients.</summary>
public sealed class AcknowledgementTests
{
    private static readonly string Telegram = Hex(new InventedMeter().Telegram(1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_acknowledged_before_the_commit_and_many_clients_share_one()
    {
        const int Clients = 50;
        await using var loose = new LooseBroker();
        await loose.Broker.StartAsync();
        loose.Store.Close();
        var clients = new List<IMqttClient>();
        var sent = new List<Task<MqttClientPublishResult>>();
        for (var i = 0; i < Clients; i++)
        {
            var (id, secret) = await loose.GatewayAsync();
            clients.Add(await ConnectAsync(loose.Address, id, secret));
            sent.Add(clients[^1].SendAsync($"sluice/gateways/{id}/telegrams", Telegram));
        }
        await UntilAsync(() => loose.Waiting == Clients, "all of them wait");
        Assert.DoesNotContain(sent, static s => s.IsCompleted);
        loose.Store.Open();
        Assert.All(await Task.WhenAll(sent), static r => Assert.True(r.IsSuccess));
        Assert.Equal(Clients, loose.Store.Telegrams);
        Assert.InRange(loose.Store.Commits, 1, 6);
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task When_the_store_fails_nothing_is_acknowledged_and_the_connection_ends()
    {
        await using var loose = new LooseBroker();
        await loose.Broker.StartAsync();
        var (id, secret) = await loose.GatewayAsync();
        loose.Store.Fails = true;
        using (var client = await ConnectAsync(loose.Address, id, secret))
        {
            await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => client.SendAsync($"sluice/gateways/{id}/telegrams", Telegram));
            await UntilAsync(() => !client.IsConnected, "the connection ends");
        }
        loose.Store.Fails = false;
        using var again = await ConnectAsync(loose.Address, id, secret);
        Assert.True((await again.SendAsync($"sluice/gateways/{id}/telegrams", Telegram)).IsSuccess);
        Assert.Equal(1, loose.Store.Telegrams);
    }

    [Fact]
    public async Task Who_sends_too_fast_is_read_more_slowly()
    {
        await using var loose = new LooseBroker(new() { Port = 0, MessagesPerSecond = 20, MessageBurst = 5 });
        await loose.Broker.StartAsync();
        var (id, secret) = await loose.GatewayAsync();
        using var client = await ConnectAsync(loose.Address, id, secret);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 25; i++) Assert.True((await client.SendAsync($"sluice/gateways/{id}/telegrams", Telegram)).IsSuccess);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.8), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task What_a_gateway_did_is_known()
    {
        await using var loose = new LooseBroker();
        await loose.Broker.StartAsync();
        var (id, secret) = await loose.GatewayAsync();
        var client = await ConnectAsync(loose.Address, id, secret);
        await client.SendAsync($"sluice/gateways/{id}/telegrams", Telegram);
        await client.SendAsync($"sluice/gateways/{id}/telegrams", "nothing");
        await client.SendAsync("sluice/gateways/other/telegrams", Telegram);
        var figures = loose.Activity.Find(id)!.Figures(TimeProvider.System.GetUtcNow());
        Assert.Equal((true, 1L, 1L, 1, 1L, 1L), (figures.IsOnline, figures.Telegrams, figures.LastHour, figures.Meters, figures.Unreadable, figures.Refused));
        Assert.Contains($"sluice/gateways/{id}/telegrams", figures.LastProblem);
        client.Dispose();
        await UntilAsync(() => !loose.Activity.Find(id)!.IsOnline, "offline");
    }

    [Theory]
    [InlineData("10FFFFFF7F0004")]                     // a CONNECT that promises 256 MB
    [InlineData("10FFFFFFFFFF")]                       // a length of five bytes
    [InlineData("300A0003612F62FFFF")]                 // PUBLISH before CONNECT
    [InlineData("474554202F20485454502F312E310D0A0D0A")] // GET / HTTP/1.1
    [InlineData("16030100")]                           // TLS at the port in the clear
    [InlineData("100C00044D5154540402003C0000")]       // no user
    [InlineData("10030004AA")]                         // CONNECT cut short
    public async Task Who_is_no_client_is_put_out_and_harms_nobody(string hex)
    {
        await using var loose = new LooseBroker();
        await loose.Broker.StartAsync();
        var (id, secret) = await loose.GatewayAsync();
        using (var tcp = new TcpClient())
        {
            await tcp.ConnectAsync(loose.Address.Host, loose.Address.Port, Cancel);
            var stream = tcp.GetStream();
            await stream.WriteAsync(Convert.FromHexString(hex), Cancel);
            if (hex.StartsWith("16", StringComparison.Ordinal)) tcp.Client.Shutdown(SocketShutdown.Send);
            var answer = new byte[64];
            try
            {
                while (await stream.ReadAsync(answer, Cancel) > 0)
                {
                }
            }
            catch (IOException)
            {
                // Put out without ceremony.
            }
        }
        using var client = await ConnectAsync(loose.Address, id, secret);
        Assert.True((await client.SendAsync($"sluice/gateways/{id}/telegrams", Telegram)).IsSuccess);
    }

    [Fact]
    public async Task Random_bytes_behind_a_good_log_in_harm_nobody()
    {
        await using var loose = new LooseBroker(new() { Port = 0, MaxConnectionsPerCredential = 1_000 });
        await loose.Broker.StartAsync();
        var (id, secret) = await loose.GatewayAsync();
        var random = new Random(2101);
        for (var i = 0; i < 100; i++)
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(loose.Address.Host, loose.Address.Port, Cancel);
            var (user, password) = (System.Text.Encoding.UTF8.GetBytes(id), System.Text.Encoding.UTF8.GetBytes(secret));
            byte[] connect = [0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', (byte)(i % 2 == 0 ? 4 : 5), 0xC2, 0, 60, .. i % 2 == 0 ? Array.Empty<byte>() : [0], 0, 1, (byte)'r', 0, (byte)user.Length, .. user, 0, (byte)password.Length, .. password];
            var noise = new byte[random.Next(1, 300)];
            random.NextBytes(noise);
            noise[0] = (byte)(random.Next(1, 16) << 4 | (noise[0] & 0x0F));   // begins like a packet
            if (noise.Length > 1) noise[1] = (byte)random.Next(noise.Length);
            await tcp.GetStream().WriteAsync((byte[])[0x10, (byte)connect.Length, .. connect, .. noise], Cancel);
            await tcp.GetStream().ReadExactlyAsync(new byte[4], Cancel);
        }
        using var client = await ConnectAsync(loose.Address, id, secret);
        Assert.True((await client.SendAsync($"sluice/gateways/{id}/telegrams", Telegram)).IsSuccess);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_holds_up_nobody_and_gets_the_newest_when_it_does()
    {
        await using var loose = new LooseBroker(new() { Port = 0, MaxWaiting = 100 });
        await loose.Broker.StartAsync();
        var (id, secret) = await loose.GatewayAsync();
        using var slow = await ConnectAsync(loose.Address, id, secret, "slow");
        var heard = 0;
        var release = new TaskCompletionSource();
        var last = "";
        slow.ApplicationMessageReceivedAsync += async message =>
        {
            await release.Task;
            heard++;
            last = message.ApplicationMessage.ConvertPayloadToString()!;
        };
        await slow.SubscribeToAsync("sluice/status");
        var text = new string('x', 8_000);
        for (var i = 1; i <= 5_000; i++) await loose.Broker.SendAsync("sluice/status", System.Text.Encoding.ASCII.GetBytes($"{i} {text}"), retain: false, Cancel);
        release.SetResult();
        await UntilAsync(() => last.StartsWith("5000 ", StringComparison.Ordinal), "the newest");
        Assert.InRange(heard, 100, 4_900);
    }
}
