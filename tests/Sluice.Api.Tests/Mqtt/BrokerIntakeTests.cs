using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Sluice.Contracts.People;
using Sluice.Storage.Contract;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>What gateways send is on disk when it is acknowledged, in every form they have, once.</summary>
public sealed class BrokerIntakeTests(MqttApiServer server) : IClassFixture<MqttApiServer>
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task An_acknowledged_telegram_is_a_reading(MqttProtocolVersion version)
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        using var client = await server.ConnectAsync(gateway, version: version);
        var result = await client.SendAsync(Topic(gateway), Hex(meter.Telegram(7)));
        Assert.True(result.IsSuccess, result.ReasonString);
        Assert.Equal([7], await server.LitresAsync(meter));
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("json")]
    [InlineData("pretty json")]
    [InlineData("json lines")]
    [InlineData("array")]
    [InlineData("array of texts")]
    [InlineData("nested")]
    [InlineData("batch")]
    [InlineData("rtl_wmbus")]
    [InlineData("binary")]
    public async Task Every_form_a_gateway_has_is_read(string form)
    {
        var (first, second, gateway) = (server.NextMeter(), server.NextMeter(), await server.GatewayAsync());
        var (one, two) = (Hex(first.Telegram(1)), Hex(second.Telegram(2, full: true)));
        var payload = form switch
        {
            "lines" => $"{one}\r\n{two}\n",
            "json" => $$"""{"telegram":"{{one}}","rssi":-81,"device":"attic","time":"2026-03-01T12:00:00Z"}""",
            "pretty json" => $$"""
                {
                  "_": "decode",
                  "telegram": "{{one}}"
                }
                """,
            "json lines" => $$"""{"telegram":"{{one}}"}{{"\n"}}{"telegram":"{{two}}"}""",
            "array" => $$"""[{"telegram":"{{one}}"},{"telegram":"{{two}}","rssi_dbm":-70.5}]""",
            "array of texts" => $"""["{one}","{two}"]""",
            "nested" => $$$"""{"payload":{"oms_endpoint":[{"device_id":"x","datetime":"2026-03-01T12:00:00Z","signal":-77,"last_packet":"{{{one}}}"},{"device_id":"y","last_packet":"{{{two}}}"}]}}""",
            "batch" => $$"""{"telegrams":[{"telegram":"{{one}}","meterId":"a"},{"telegram":"{{two}}"}],"sessionId":null}""",
            "rtl_wmbus" => $"C1;1;1;2026-03-01 12:00:00.000;97;148;90000001;0x{Hex(Stripped(first.Telegram(1)))}\n",
            _ => "",
        };
        using var client = await server.ConnectAsync(gateway);
        var bytes = form == "binary" ? [.. first.Telegram(1), .. second.Telegram(2, full: true)] : Encoding.UTF8.GetBytes(payload);
        var result = await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Topic(gateway)).WithPayload(bytes).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, result.ReasonString);
        Assert.Equal([1], await server.LitresAsync(first));
        if (form is not ("json" or "pretty json" or "rtl_wmbus")) Assert.Equal([2], await server.LitresAsync(second));
    }

    [Fact]
    public async Task The_topic_of_other_programs_names_the_receiver()
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        using var client = await server.ConnectAsync(gateway);
        Assert.True((await client.SendAsync("wmbus/attic-7/telegram", Hex(meter.Telegram(3)))).IsSuccess);
        using var http = server.Client();
        Assert.Contains("\"device\":\"attic-7\"", await http.GetStringAsync($"/api/readings?meter={meter.Address.Id}", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(MqttQualityOfServiceLevel.ExactlyOnce)]
    public async Task Other_qualities_of_service_are_taken_too(MqttQualityOfServiceLevel quality)
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        using var client = await server.ConnectAsync(gateway);
        await client.SendAsync(Topic(gateway), Hex(meter.Telegram(4)), quality);
        await UntilAsync(() => server.LitresAsync(meter).GetAwaiter().GetResult() is [4], "the reading");
    }

    [Fact]
    public async Task Stored_and_forwarded_again_it_is_there_once()
    {
        var (meter, gateway, other) = (server.NextMeter(), await server.GatewayAsync(), await server.GatewayAsync());
        string[] all = [.. Enumerable.Range(1, 50).Select(n => $$"""{"telegram":"{{Hex(meter.Telegram(n))}}","time":"{{new DateTime(2026, 2, 1).AddMinutes(15 * n):s}}Z"}""")];
        using (var client = await server.ConnectAsync(gateway))
            foreach (var one in all) Assert.True((await client.SendAsync(Topic(gateway), one)).IsSuccess);
        using (var client = await server.ConnectAsync(gateway))   // after an outage, all of it again in one message
            Assert.True((await client.SendAsync(Topic(gateway), string.Join('\n', all.Reverse()))).IsSuccess);
        using (var client = await server.ConnectAsync(other))   // and the neighbour heard it as well
            Assert.True((await client.SendAsync(Topic(other), string.Join('\n', all))).IsSuccess);
        Assert.Equal(Enumerable.Range(1, 50), await server.LitresAsync(meter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"telegram\":")]
    [InlineData("{\"telegram\":\"xyz\"}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("{\"_\":\"telegram\",\"media\":\"water\",\"id\":\"90000001\",\"total_m3\":1.5}")]
    [InlineData("C1;0;1;2026-03-01 12:00:00.000;97;148;90000001;0x3044")]
    public async Task What_never_can_be_taken_is_acknowledged_counted_and_explained(string payload)
    {
        var gateway = await server.GatewayAsync();
        using var client = await server.ConnectAsync(gateway);
        var result = await client.SendAsync(Topic(gateway), payload);
        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, result.ReasonCode);
        Assert.NotEmpty(result.ReasonString);
        // The connection goes on.
        var meter = server.Meters[0];
        Assert.True((await client.SendAsync(Topic(gateway), Hex(meter.Telegram(9)))).IsSuccess);
    }

    [Fact]
    public async Task A_payload_of_a_megabyte_is_taken_a_larger_one_is_acknowledged_and_passed_over()
    {
        var (meter, gateway) = (server.NextMeter(), await server.GatewayAsync());
        using var client = await server.ConnectAsync(gateway);
        var line = Hex(meter.Telegram(5)) + "\n";
        var megabyte = string.Concat(Enumerable.Repeat(line, 1_000_000 / line.Length));
        Assert.True((await client.SendAsync(Topic(gateway), megabyte)).IsSuccess);
        Assert.Equal([5], await server.LitresAsync(meter));
        var large = await client.SendAsync(Topic(gateway), string.Concat(Enumerable.Repeat(megabyte, 3)));
        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, large.ReasonCode);
        Assert.True((await client.SendAsync(Topic(gateway), line)).IsSuccess);
    }

    internal static string Topic(CredentialDto gateway) => $"sluice/gateways/{gateway.Id}/telegrams";

    /// <summary>Format B without its CRC, as programs that have checked it hand it on.</summary>
    private static byte[] Stripped(byte[] telegram)
    {
        byte[] stripped = [.. telegram[..^2]];
        stripped[0] -= 2;
        return stripped;
    }
}
