using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Sluice.Contracts;
using Sluice.Contracts.Societies;
using Sluice.Tests.Mqtt;

namespace Sluice.EndToEnd.Tests;

/// <summary>Readings on their way out while the broker, the server or both are gone.</summary>
public sealed class MqttOutCrashTests : ServerTests
{
    [Fact]
    public async Task Every_reading_goes_out_although_broker_and_server_end_in_mid_flow()
    {
        await using var mosquitto = await MosquittoBroker.StartAsync();
        string[] there = ["--mqtt-broker", mosquitto.Address.ToString(), "--mqtt-user", MosquittoBroker.User, "--mqtt-password-file", mosquitto.PasswordFile, "--mqtt-client-id", "out"];
        var heard = new ConcurrentQueue<int>();
        using var subscriber = await SubscribeAsync(mosquitto, heard);
        await using (var server = await ServerProcess.StartAsync(Data, ["--keys", KeyFile, .. there]))
        {
            await LetOutAsync(server.Http);
            await UntilAsync(async () =>
            {
                await SendAsync(server.Http, Meters[1].Telegram(heard.Count + 1));   // until it follows
                return !heard.IsEmpty;
            });
            await SendAsync(server.Http, Enumerable.Range(1_001, 20).Select(n => Meters[0].Telegram(n)));
            await UntilAsync(() => Task.FromResult(heard.Contains(1_020)));
            await mosquitto.StopAsync();
            await SendAsync(server.Http, Enumerable.Range(1_021, 20).Select(n => Meters[0].Telegram(n)));
            await server.KillAsync();
        }
        await mosquitto.StartAgainAsync();
        using var again = await SubscribeAsync(mosquitto, heard);
        await using (var server = await ServerProcess.StartAsync(Data, there))
        {
            await SendAsync(server.Http, Enumerable.Range(1_041, 20).Select(n => Meters[0].Telegram(n)));
            await UntilAsync(() => Task.FromResult(heard.Contains(1_060)));
            Assert.Empty(Enumerable.Range(1_001, 60).Except(heard));
            await server.InterruptAsync();
        }
        var retained = new ConcurrentQueue<int>();
        using var last = await SubscribeAsync(mosquitto, retained, "another");
        await UntilAsync(() => Task.FromResult(retained.Contains(1_060)));
    }

    private static async Task LetOutAsync(HttpClient http)
    {
        var society = JsonSerializer.Deserialize(await http.GetStringAsync("/api/societies/default", Cancel), WireJson.Default.SocietyDto)!;
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/societies/default") { Content = new StringContent($$"""{"name":"{{society.Name}}","mqtt":"readings"}""", Encoding.UTF8, "application/json") };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{society.Version}\""));
        using var answer = await http.SendAsync(request, Cancel);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task<IMqttClient> SubscribeAsync(MosquittoBroker mosquitto, ConcurrentQueue<int> litres, string clientId = "listener")
    {
        var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message =>
        {
            if (message.ApplicationMessage.ConvertPayloadToString() is { Length: > 0 } text)
            {
                using var json = JsonDocument.Parse(text);
                litres.Enqueue((int)(json.RootElement.GetProperty("total_m3").GetDecimal() * 1000));
            }
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", mosquitto.Port).WithClientId(clientId).WithCleanStart(false).WithSessionExpiryInterval(3_600)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithCredentials(MosquittoBroker.User, MosquittoBroker.Password).Build(), Cancel);
        await client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter("sluice/default/+", MqttQualityOfServiceLevel.AtLeastOnce).Build(), Cancel);
        return client;
    }
}
