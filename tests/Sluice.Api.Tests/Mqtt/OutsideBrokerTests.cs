using System.Globalization;
using MQTTnet;
using MQTTnet.Protocol;
using Sluice.Host;
using Sluice.Host.Mqtt;
using Sluice.Storage.Contract;
using Sluice.Tests.Mqtt;
using static Sluice.Api.Tests.Mqtt.BrokerIntakeTests;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>Telegrams of a broker that nobody here wrote.</summary>
public sealed class OutsideBrokerTests(OutsideBrokerTests.WithMosquitto server) : IClassFixture<OutsideBrokerTests.WithMosquitto>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateways_telegrams_come_in_by_it()
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        using var client = await server.PublisherAsync();
        Assert.True((await client.SendAsync(Topic(gateway), Hex(meter.Telegram(1)))).IsSuccess);
        await UntilAsync(() => server.LitresAsync(meter).GetAwaiter().GetResult() is [1], "the reading");
    }

    [Fact]
    public async Task Its_status_message_and_its_last_will_say_whether_it_is_there()
    {
        var gateway = await server.GatewayAsync();
        using var http = server.Client();
        var status = $"sluice/gateways/{gateway.Id}/status";
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer(server.Mosquitto.Address.Host, server.Mosquitto.Port).WithCredentials(MosquittoBroker.User, MosquittoBroker.Password)
            .WithWillTopic(status).WithWillPayload("offline").WithWillRetain().Build(), Cancel);
        await client.SendAsync(status, "online", retain: true);
        await UntilAsync(() => StateAsync().GetAwaiter().GetResult().Contains("\"connected\"", StringComparison.Ordinal), "connected");
        client.Dispose();   // without DISCONNECT
        await UntilAsync(() => !StateAsync().GetAwaiter().GetResult().Contains("\"connected\"", StringComparison.Ordinal), "no more");

        Task<string> StateAsync() => http.GetStringAsync($"/api/societies/default/gateways/{gateway.Id}", Cancel);
    }

    [Fact]
    public async Task Topics_without_gateway_count_when_they_were_asked_for()
    {
        var meter = server.NextMeter();
        using var client = await server.PublisherAsync();
        await client.SendAsync("wmbus/attic/telegram", Hex(meter.Telegram(2)));
        await UntilAsync(() => server.LitresAsync(meter).GetAwaiter().GetResult() is [2], "the reading");
    }

    [Fact]
    public async Task Gateways_that_are_none_or_no_more_are_not_believed()
    {
        var (meter, revoked, good) = (server.NextMeter(), await server.GatewayAsync(), await server.GatewayAsync());
        using (var admin = server.Client())
        using (var answer = await admin.DeleteAsync($"/api/societies/default/gateways/{revoked.Id}", Cancel)) Assert.True(answer.IsSuccessStatusCode);
        using var client = await server.PublisherAsync();
        await client.SendAsync(Topic(revoked), Hex(meter.Telegram(1)));
        await client.SendAsync("sluice/gateways/nobody/telegrams", Hex(meter.Telegram(2)));
        await client.SendAsync(Topic(good), Hex(meter.Telegram(3)));
        await UntilAsync(() => server.LitresAsync(meter).GetAwaiter().GetResult().Contains(3), "the good one");
        Assert.Equal([3], await server.LitresAsync(meter));
    }

    [Fact]
    public async Task What_came_while_it_was_gone_or_held_no_telegram_stops_nothing()
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        using (var client = await server.PublisherAsync())
        {
            await client.SendAsync(Topic(gateway), "nothing");
            await client.SendAsync(Topic(gateway), Hex(meter.Telegram(1)));
        }
        await UntilAsync(() => server.LitresAsync(meter).GetAwaiter().GetResult() is [1], "the first");
        await server.Mosquitto.StopAsync();
        await server.Mosquitto.StartAgainAsync();
        using (var client = await server.PublisherAsync())
            await client.SendAsync(Topic(gateway), $$"""{"telegram":"{{Hex(meter.Telegram(2))}}","time":"2026-02-01T00:00:00Z"}""");
        await UntilAsync(() => server.LitresAsync(meter).GetAwaiter().GetResult() is [1, 2], "the second");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_TLS_it_must_be_the_right_one(bool isRight)
    {
        await using var secure = await MosquittoBroker.StartAsync(tls: true);
        await using var other = await MosquittoBroker.StartAsync(tls: true);
        var folder = Directory.CreateTempSubdirectory("sluice-outside-");
        try
        {
            await using var own = await SluiceServer.CreateAsync(new()
            {
                Data = Path.Combine(folder.FullName, "data"),
                Urls = ["http://127.0.0.1:0"],
                MqttOutside = new(secure.Address) { User = MosquittoBroker.User, Password = MosquittoBroker.Password, Authorities = isRight ? secure.Authority : other.Authority, ClientId = "tls" },
            }, TimeProvider.System, Cancel);
            await own.StartAsync(Cancel);
            var outside = (OutsideBroker)own.Services.GetService(typeof(OutsideBroker))!;
            if (isRight) await UntilAsync(() => outside.IsConnected, "connected");
            else
            {
                await Task.Delay(1_500, Cancel);
                Assert.False(outside.IsConnected);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_password_never_crosses_a_network_in_the_clear_unasked()
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => SluiceServer.CreateAsync(new() { Data = "x", Urls = ["http://127.0.0.1:0"], MqttOutside = new(new("mqtt://broker.example.org")) }, TimeProvider.System, Cancel));
        Assert.Contains("mqtts://", error.Message);
        error = await Assert.ThrowsAsync<ServerException>(() => SluiceServer.CreateAsync(new() { Data = "x", Urls = ["http://127.0.0.1:0"], Mqtt = new() { Port = 0, Address = System.Net.IPAddress.Any } }, TimeProvider.System, Cancel));
        Assert.Contains("--mqtt-tls-port", error.Message);
    }

    /// <summary>A server that takes telegrams from a Mosquitto.</summary>
    public sealed class WithMosquitto : MqttApiServer
    {
        internal MosquittoBroker Mosquitto { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            Mosquitto = await MosquittoBroker.StartAsync();
            await base.InitializeAsync();
            var outside = (OutsideBroker)Services.GetService(typeof(OutsideBroker))!;
            for (var i = 0; i < 200 && !outside.IsConnected; i++) await Task.Delay(50);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Mosquitto.DisposeAsync();
        }

        internal Task<IMqttClient> PublisherAsync() => MqttClients.ConnectAsync(Mosquitto.Address, MosquittoBroker.User, MosquittoBroker.Password, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));

        protected override ServerOptions Set(ServerOptions options) => base.Set(options) with
        {
            MqttOutside = new(Mosquitto.Address)
            {
                User = MosquittoBroker.User,
                Password = MosquittoBroker.Password,
                Topics = ["sluice/gateways/+/telegrams", "sluice/gateways/+/status", "wmbus/+/telegram"],
                RetryFirst = TimeSpan.FromMilliseconds(100),
            },
        };
    }
}
