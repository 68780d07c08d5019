using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>MQTT clients of tests.</summary>
internal static class MqttClients
{
    public static async Task<IMqttClient> ConnectAsync(Uri broker, string? user, string? password, string clientId = "test", MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer(broker.Host, broker.Port).WithClientId(clientId).WithProtocolVersion(version).WithTimeout(TimeSpan.FromSeconds(30));
        if (user is not null) options.WithCredentials(user, password!);
        try
        {
            await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        }
        catch
        {
            client.Dispose();
            throw;
        }
        return client;
    }

    public static Task<MqttClientPublishResult> SendAsync(this IMqttClient client, string topic, string payload, MqttQualityOfServiceLevel quality = MqttQualityOfServiceLevel.AtLeastOnce, bool retain = false) =>
        client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(quality).WithRetainFlag(retain).Build(), TestContext.Current.CancellationToken);

    /// <summary>Everything that arrives from now on, as topic and text.</summary>
    public static ConcurrentQueue<(string Topic, string Text)> Listen(this IMqttClient client)
    {
        var heard = new ConcurrentQueue<(string, string)>();
        client.ApplicationMessageReceivedAsync += message =>
        {
            heard.Enqueue((message.ApplicationMessage.Topic, message.ApplicationMessage.ConvertPayloadToString() ?? ""));
            return Task.CompletedTask;
        };
        return heard;
    }

    public static async Task<MqttClientSubscribeResultCode> SubscribeToAsync(this IMqttClient client, string filter)
    {
        var result = await client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce).Build(), TestContext.Current.CancellationToken);
        return Assert.Single(result.Items).ResultCode;
    }

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var i = 0; i < 400; i++)
        {
            if (condition()) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"{what}: not within 20 s.");
    }

    public static string Hex(byte[] telegram) => Convert.ToHexString(telegram);
}
