using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Storage.Contract;
using Sluice.Tests.Mqtt;

namespace Sluice.EndToEnd.Tests;

/// <summary>Gateways that send day and night to a server that is killed again and again.</summary>
public sealed class MqttCrashTests : ServerTests
{
    [Fact]
    public async Task Everything_acknowledged_over_MQTT_is_there_exactly_once_however_often_the_server_is_killed()
    {
        const int Kills = 3;
        var random = new Random(2101);
        var acknowledged = new ConcurrentBag<(string Id, int Number)>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var gateways = new List<CredentialDto>();
        var port = 0;
        Task[] senders = [];
        for (var life = 0; life <= Kills; life++)
        {
            await using var server = await ServerProcess.StartAsync(Data, [.. (string[])(life == 0 ? ["--keys", KeyFile] : []), "--mqtt-port", $"{port}"]);
            await UntilAsync(() => Task.FromResult(server.Mqtt is not null));
            port = server.Mqtt!.Port;
            if (life == 0)
            {
                foreach (var _ in Meters) gateways.Add(await GatewayAsync(server.Http));
                senders = [.. Meters.Select((meter, i) => Task.Run(() => SendAsync(port, gateways[i], meter, acknowledged, ending.Token), Cancel))];
            }
            var before = acknowledged.Count;
            await UntilAsync(() => Task.FromResult(acknowledged.Count > before + 50));
            await Task.Delay(random.Next(20, 300), Cancel);
            if (life < Kills)
            {
                await server.KillAsync();
                continue;
            }
            await ending.CancelAsync();
            await Task.WhenAll(senders);
            var readings = await AllReadingsAsync(server.Http);
            Assert.Equal(readings.Count, readings.Distinct().Count());
            Assert.Subset(readings.ToHashSet(), acknowledged.ToHashSet());
            Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
            await server.InterruptAsync();
            Assert.Equal((0, "sluice: stopped; everything acknowledged is stored."), (server.ExitCode, server.Errors));
        }
    }

    [Fact]
    public async Task A_broker_and_a_server_that_end_in_mid_flow_lose_nothing_and_double_nothing()
    {
        await using var mosquitto = await MosquittoBroker.StartAsync();
        var acknowledged = new ConcurrentBag<(string Id, int Number)>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        string[] there = ["--mqtt-broker", mosquitto.Address.ToString(), "--mqtt-user", MosquittoBroker.User, "--mqtt-password-file", mosquitto.PasswordFile, "--mqtt-client-id", "end-to-end"];
        Task[] senders;
        await using (var server = await ServerProcess.StartAsync(Data, ["--keys", KeyFile, .. there]))
        {
            var gateways = new List<CredentialDto>();
            foreach (var _ in Meters) gateways.Add(await GatewayAsync(server.Http));
            await UntilAsync(async () => (await server.Http.GetStringAsync("/metrics", Cancel)).Contains("sluice_mqtt_outside{otel_scope_name=\"Sluice\"} 1", StringComparison.Ordinal));
            senders = [.. Meters.Select((meter, i) => Task.Run(() => SendAsync(mosquitto.Port, gateways[i], meter, acknowledged, ending.Token, MosquittoBroker.User, MosquittoBroker.Password), Cancel))];
            await UntilAsync(() => Task.FromResult(acknowledged.Count > 100));
            await mosquitto.StopAsync();
            await Task.Delay(200, Cancel);
            await mosquitto.StartAgainAsync();
            await UntilAsync(() => Task.FromResult(acknowledged.Count > 300));
            await server.KillAsync();
        }
        await UntilAsync(() => Task.FromResult(acknowledged.Count > 500));   // the broker keeps them meanwhile
        await ending.CancelAsync();
        await Task.WhenAll(senders);
        await using (var server = await ServerProcess.StartAsync(Data, there))
        {
            await UntilAsync(async () => (await OverviewAsync(server.Http)).Readings >= acknowledged.Count);
            var readings = await AllReadingsAsync(server.Http);
            Assert.Equal(readings.Count, readings.Distinct().Count());
            Assert.Subset(readings.ToHashSet(), acknowledged.ToHashSet());
            await server.InterruptAsync();
        }
    }

    private static async Task<CredentialDto> GatewayAsync(HttpClient http)
    {
        using var answer = await http.PostAsync("/api/societies/default/gateways", new StringContent("""{"name":"roof"}""", Encoding.UTF8, "application/json"), Cancel);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.CredentialDto)!;
    }

    /// <summary>A gateway: what is not acknowledged it sends again.</summary>
    private static async Task SendAsync(int port, CredentialDto gateway, InventedMeter meter, ConcurrentBag<(string, int)> acknowledged, CancellationToken ct, string? user = null, string? password = null)
    {
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId(gateway.Id).WithCredentials(user ?? gateway.Id, password ?? gateway.Secret!).WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTimeout(TimeSpan.FromSeconds(10)).Build();
        using var client = new MqttClientFactory().CreateMqttClient();
        for (var number = 1; !ct.IsCancellationRequested;)
        {
            try
            {
                if (!client.IsConnected) await client.ConnectAsync(options, ct);
                // One slot each, so that all of them are kept.
                var payload = $$"""{"telegram":"{{Convert.ToHexString(meter.Telegram(number, full: number % 8 == 0))}}","time":"{{new DateTime(2020, 1, 1).AddMinutes(15 * number):s}}Z"}""";
                var result = await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic($"sluice/gateways/{gateway.Id}/telegrams").WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), ct);
                Assert.True(result.IsSuccess);
                acknowledged.Add((meter.Address.Id, number++));
            }
            catch (Exception e) when (e is MqttCommunicationException or OperationCanceledException or System.Net.Sockets.SocketException)
            {
                if (!ct.IsCancellationRequested) await Task.Delay(50, CancellationToken.None);
            }
        }
    }
}
