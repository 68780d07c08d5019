using static Sluice.Api.Tests.Mqtt.BrokerIntakeTests;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>The built-in broker with clients that nobody here wrote.</summary>
public sealed class MosquittoClientTests(MqttApiServer server) : IClassFixture<MqttApiServer>
{
    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_pub_delivers_a_pipe_of_lines(string version)
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        var lines = string.Concat(Enumerable.Range(1, 100).Select(n => $$"""{"telegram":"{{Hex(meter.Telegram(n))}}","time":"{{new DateTime(2026, 1, 1).AddMinutes(15 * n):s}}Z"}{{"\n"}}"""));
        var (code, _, errors) = await Mosquitto.RunAsync("mosquitto_pub", lines, [.. Mosquitto.At(server.MqttAddresses[0], gateway.Id, gateway.Secret!), "-V", version, "-q", "1", "-l", "-t", Topic(gateway)]);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(Enumerable.Range(1, 100), await server.LitresAsync(meter));
    }

    [Fact]
    public async Task Mosquitto_sub_sees_what_is_retained()
    {
        var key = await server.ApiKeyAsync();
        var (code, output, errors) = await Mosquitto.RunAsync("mosquitto_sub", null, [.. Mosquitto.At(server.MqttAddresses[0], key.Id, key.Secret!), "-t", "sluice/status", "-C", "1", "-W", "10", "-v"]);
        Assert.Equal((0, "sluice/status online\n", ""), (code, output, errors));
    }

    [Fact]
    public async Task Mosquitto_pub_is_told_of_a_wrong_password()
    {
        var gateway = await server.GatewayAsync();
        var (code, _, errors) = await Mosquitto.RunAsync("mosquitto_pub", null, [.. Mosquitto.At(server.MqttAddresses[0], gateway.Id, "wrong"), "-q", "1", "-m", "x", "-t", Topic(gateway)]);
        Assert.NotEqual(0, code);
        Assert.Contains("refused", errors, StringComparison.OrdinalIgnoreCase);
    }
}
