using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Sluice.Contracts;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Benchmarks;

/// <summary>Single telegrams of many gateways over MQTT, QoS 1, acknowledged after fsync, with the senders in the same process; beside it the same library's broker that only acknowledges.</summary>
internal static class MqttBenchmark
{
    private const int Meters = 10_000, Gateways = 200, InFlight = 4, Telegrams = 40_000, Rounds = 3;

    private static int slot;

    public static async Task<int> RunAsync()
    {
        Machine.Print();
        Console.WriteLine($"mqtt:    {Telegrams:N0} encrypted telegrams of {Meters:N0} meters a round, one a message, {Gateways} gateways with {InFlight} messages under way each, QoS 1, senders in the same process");
        var folder = Directory.CreateTempSubdirectory("sluice-mqtt-").FullName;
        try
        {
            var traffic = new RoundTraffic(Meters);
            await using var server = await SluiceServer.CreateAsync(
                new() { Data = folder, Urls = ["http://127.0.0.1:0"], Keys = traffic.Keys, RateLimits = new() { AddressPerSecond = 0 }, Mqtt = new() { Port = 0, MessagesPerSecond = 1_000_000, MessageBurst = 1_000_000 } }, TimeProvider.System, CancellationToken.None);
            await server.StartAsync(CancellationToken.None);
            using var http = new HttpClient { BaseAddress = new(server.Urls.First()) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LocalToken.Make(folder, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System));
            using var bare = BareBroker(out var barePort);
            await bare.StartAsync();
            var ours = await Fleet.ConnectAsync(new Uri(server.MqttAddresses[0]).Port, await CredentialsAsync(http));
            var theirs = await Fleet.ConnectAsync(barePort, [.. Enumerable.Range(0, Gateways).Select(static i => ($"g{i}", "x"))]);
            List<(double Rate, double Micros)> kept = [], counted = [], without = [];
            for (var round = -1; round < Rounds; round++)   // one to warm up
            {
                var (each, most) = (Messages(traffic, ownSlots: true), Messages(traffic, ownSlots: false));
                (double, double)[] arms = [await ours.SendAsync(each), await ours.SendAsync(most), await theirs.SendAsync(each)];
                if (round < 0) continue;
                kept.Add(arms[0]);
                counted.Add(arms[1]);
                without.Add(arms[2]);
            }
            var (best, many, floor) = (kept.MaxBy(static r => r.Rate), counted.MaxBy(static r => r.Rate), without.MaxBy(static r => r.Rate));
            Say("acknowledged after commit, every telegram a new reading", best);
            Say("acknowledged after commit, most telegrams within a slot", many);
            Say("the same library's broker, acknowledged without work", floor);
            Console.WriteLine($"  processor, with our work / without: {best.Micros / floor.Micros:F2} and {many.Micros / floor.Micros:F2}");
            var overview = JsonSerializer.Deserialize(await http.GetStringAsync("/api/overview"), WireJson.Default.OverviewDto)!;
            Console.WriteLine($"  kept: {overview.Readings:N0} readings of {overview.Meters:N0} meters");
            IngestBenchmark.Floor("  intake over MQTT, telegrams/s", best.Rate, 10_000);
            await ours.DisposeAsync();
            await theirs.DisposeAsync();
            await bare.StopAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Say(string what, (double Rate, double Micros) arm) =>
        Console.WriteLine($"  {what,-58} {arm.Rate,8:F0} telegrams/s  processor {arm.Micros,6:F1} us per telegram, sender and server together");

    /// <summary>JSON with a time, so that each is in a slot of its own and kept; or plain hexadecimal of now, of which one a slot is kept and the others are counted.</summary>
    private static byte[][] Messages(RoundTraffic traffic, bool ownSlots)
    {
        var messages = new byte[Telegrams][];
        for (var i = 0; i < messages.Length; i++)
        {
            if (ownSlots && i % Meters == 0) slot++;
            var telegram = traffic.Next(i % Meters);
            messages[i] = Encoding.ASCII.GetBytes(ownSlots ? $$"""{"telegram":"{{telegram}}","time":"{{new DateTime(2026, 1, 1).AddMinutes(15 * slot):s}}Z"}""" : telegram);
        }
        return messages;
    }

    private static MqttServer BareBroker(out int port)
    {
        port = FreePort();
        var options = new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(port).Build();
        var server = new MqttServerFactory().CreateMqttServer(options);
        server.InterceptingPublishAsync += static message =>
        {
            message.ProcessPublish = false;
            return Task.CompletedTask;
        };
        return server;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(string Id, string Secret)[]> CredentialsAsync(HttpClient http)
    {
        var made = new (string, string)[Gateways];
        for (var i = 0; i < made.Length; i++)
        {
            using var answer = await http.PostAsync("/api/societies/default/gateways", new StringContent("""{"name":"bench"}""", Encoding.UTF8, "application/json"));
            var gateway = JsonSerializer.Deserialize(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), WireJson.Default.CredentialDto)!;
            made[i] = (gateway.Id, gateway.Secret!);
        }
        return made;
    }

    /// <summary>Connected gateways.</summary>
    private sealed class Fleet : IAsyncDisposable
    {
        private readonly List<(IMqttClient Client, string Topic)> gateways = [];

        public static async Task<Fleet> ConnectAsync(int port, (string Id, string Secret)[] credentials)
        {
            var fleet = new Fleet();
            foreach (var (id, secret) in credentials)
            {
                var client = new MqttClientFactory().CreateMqttClient();
                await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId(id).WithCredentials(id, secret).WithProtocolVersion(MqttProtocolVersion.V311).Build());
                fleet.gateways.Add((client, $"sluice/gateways/{id}/telegrams"));
            }
            return fleet;
        }

        /// <summary>Sends all; the rate and the processor's time per message until the last is acknowledged.</summary>
        public async Task<(double Rate, double Micros)> SendAsync(byte[][] messages)
        {
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            var cpu = process.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            var next = -1;
            await Task.WhenAll(gateways.SelectMany(g => Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < messages.Length;)
                {
                    var result = await g.Client.PublishAsync(new() { Topic = g.Topic, Payload = new ReadOnlySequence<byte>(messages[i]), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce });
                    if (!result.IsSuccess) throw new InvalidOperationException(result.ReasonString);
                }
            }))));
            var seconds = clock.Elapsed.TotalSeconds;
            process.Refresh();
            return (messages.Length / seconds, (process.TotalProcessorTime - cpu).TotalMicroseconds / messages.Length);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (client, _) in gateways)
            {
                await client.DisconnectAsync();
                client.Dispose();
            }
        }
    }
}
