using System.Diagnostics;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;
using static Sluice.Api.Tests.Mqtt.BrokerIntakeTests;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>Who may connect, publish and subscribe.</summary>
public sealed class BrokerRightsTests(BrokerRightsTests.Small server) : IClassFixture<BrokerRightsTests.Small>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_connects_without_the_right_password_and_the_audit_log_says_so()
    {
        var (gateway, other, key) = (await server.GatewayAsync(), await server.GatewayAsync(), await server.ApiKeyAsync());
        await AssertRefusedAsync(null, null);
        await AssertRefusedAsync(gateway.Id, "secret");
        await AssertRefusedAsync(gateway.Id, other.Secret!);
        await AssertRefusedAsync(gateway.Id, gateway.Secret![..^1] + (gateway.Secret[^1] == '0' ? '1' : '0'));
        await AssertRefusedAsync("admin", key.Secret!);
        using var http = server.Client();
        Assert.Contains("mqtt.connect refused", await http.GetStringAsync("/api/audit", Cancel));

        async Task AssertRefusedAsync(string? user, string? password) =>
            Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await CodeAsync(user, password));
    }

    [Fact]
    public async Task Who_guesses_waits_longer_each_time()
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 4; i++) await CodeAsync("guess", "guess");
        Assert.True(clock.Elapsed > TimeSpan.FromMilliseconds(100 + 200 + 400), $"four guesses took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("sluice/gateways/someone/telegrams")]
    [InlineData("sluice/gateways/telegrams")]
    [InlineData("sluice/default/90000001")]
    [InlineData("sluice/status")]
    [InlineData("homeassistant/sensor/sluice/default_x/config")]
    [InlineData("$SYS/broker/load")]
    public async Task A_gateway_publishes_to_its_own_topics_only(string topic)
    {
        var (gateway, watcher) = (await server.GatewayAsync(), await server.ApiKeyAsync());
        using var listening = await server.ConnectAsync(watcher);
        var heard = listening.Listen();
        Assert.True(await listening.SubscribeToAsync("sluice/default/#") <= MqttClientSubscribeResultCode.GrantedQoS2);
        using var client = await server.ConnectAsync(gateway);
        var result = await client.SendAsync(topic, "forged", retain: true);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, result.ReasonCode);
        Assert.True((await client.SendAsync(Topic(gateway), Hex(server.Meters[0].Telegram(1)))).IsSuccess);
        Assert.DoesNotContain(heard, static h => h.Text == "forged");
    }

    [Theory]
    [InlineData("#")]
    [InlineData("+/+/+")]
    [InlineData("sluice/#")]
    [InlineData("sluice/+/#")]
    [InlineData("sluice/default/#")]
    [InlineData("sluice/gateways/#")]
    [InlineData("wmbus/#")]
    [InlineData("homeassistant/#")]
    [InlineData("$SYS/#")]
    public async Task A_gateway_subscribes_to_nothing_of_others(string filter)
    {
        using var client = await server.ConnectAsync(await server.GatewayAsync());
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeToAsync(filter));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS0, await client.SubscribeToAsync("sluice/status"));
    }

    [Theory]
    [InlineData("#")]
    [InlineData("sluice/#")]
    [InlineData("sluice/+/90000001")]
    [InlineData("sluice/green-park/#")]
    [InlineData("sluice/gateways/#")]
    [InlineData("sluice/default")]
    public async Task An_API_key_subscribes_within_its_society_only(string filter)
    {
        using var client = await server.ConnectAsync(await server.ApiKeyAsync());
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeToAsync(filter));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS0, await client.SubscribeToAsync("sluice/default/#"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await client.SendAsync("sluice/default/90000001", "forged")).ReasonCode);
    }

    [Fact]
    public async Task Whether_a_gateway_is_there_is_seen_by_its_society_and_by_no_other()
    {
        var gateway = await server.GatewayAsync();
        using var own = await server.ConnectAsync(await server.ApiKeyAsync());
        using var foreign = await server.ConnectAsync(await server.ApiKeyAsync("green-park"));
        var (heard, overheard) = (own.Listen(), foreign.Listen());
        await own.SubscribeToAsync("sluice/default/gateways/+/status");
        await foreign.SubscribeToAsync("homeassistant/#");
        await foreign.SubscribeToAsync("sluice/green-park/#");
        var topic = $"sluice/default/gateways/{gateway.Id}/status";
        var client = await server.ConnectAsync(gateway);
        await UntilAsync(() => heard.Contains((topic, "online")), "online");
        client.Dispose();   // without DISCONNECT
        await UntilAsync(() => heard.Contains((topic, "offline")), "offline");
        Assert.Empty(overheard);
    }

    [Fact]
    public async Task Another_ones_client_id_takes_nothing_from_them()
    {
        var (one, two) = (await server.GatewayAsync(), await server.GatewayAsync());
        using var first = await server.ConnectAsync(one, clientId: "same");
        using var second = await server.ConnectAsync(two, clientId: "same");
        Assert.True((await first.SendAsync(Topic(one), Hex(server.Meters[0].Telegram(1)))).IsSuccess);
        Assert.True((await second.SendAsync(Topic(two), Hex(server.Meters[0].Telegram(1)))).IsSuccess);
    }

    [Fact]
    public async Task A_revoked_gateway_is_put_out()
    {
        var gateway = await server.GatewayAsync();
        using var client = await server.ConnectAsync(gateway);
        using var admin = server.Client();
        using (var answer = await admin.DeleteAsync($"/api/societies/default/gateways/{gateway.Id}", Cancel)) Assert.True(answer.IsSuccessStatusCode);
        await UntilAsync(() => !client.IsConnected, "put out");
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await CodeAsync(gateway.Id, gateway.Secret));
    }

    [Fact]
    public async Task One_credential_has_so_many_connections_and_no_more()
    {
        var gateway = await server.GatewayAsync();
        var clients = new List<IMqttClient>();
        try
        {
            for (var i = 0; i < 10; i++) clients.Add(await server.ConnectAsync(gateway, clientId: $"c{i}"));
            Assert.Equal(MqttClientConnectResultCode.QuotaExceeded, await CodeAsync(gateway.Id, gateway.Secret, "one-more"));
            clients.Add(await server.ConnectAsync(gateway, clientId: "c0"));   // the same client again takes its own place
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    private async Task<MqttClientConnectResultCode> CodeAsync(string? user, string? password, string clientId = "test")
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var broker = new Uri(server.MqttAddresses[0]);
        var options = new MqttClientOptionsBuilder().WithTcpServer(broker.Host, broker.Port).WithClientId(clientId).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithTimeout(TimeSpan.FromSeconds(60));
        if (user is not null) options.WithCredentials(user, password!);
        return (await client.ConnectAsync(options.Build(), Cancel)).ResultCode;
    }

    /// <summary>A server of these tests' own: wrong passwords hold up everybody at this address.</summary>
    public sealed class Small : MqttApiServer
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            using var http = Client();
            using var answer = await http.PostAsync("/api/societies", new StringContent("""{"id":"green-park","name":"Green Park","address":""}""", System.Text.Encoding.UTF8, "application/json"), Cancel);
            Assert.True(answer.IsSuccessStatusCode);
        }
    }
}
