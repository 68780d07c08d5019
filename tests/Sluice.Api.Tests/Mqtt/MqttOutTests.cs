using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MQTTnet;
using Sluice.Contracts;
using Sluice.Contracts.Societies;
using Sluice.Host;
using Sluice.Host.Mqtt;
using Sluice.Storage.Contract;
using Sluice.Tests.Mqtt;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>Readings out: by the built-in broker and by a Mosquitto, retained, with Home Assistant's discovery, gone when they should be.</summary>
public sealed class MqttOutTests(MqttOutTests.Publishing server) : IClassFixture<MqttOutTests.Publishing>
{
    private const string Total = "homeassistant/sensor/sluice/default_KAM90000001_total_m3/config";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readings_go_out_when_the_society_wants_it_with_places_only_when_it_wants_that_too_and_disappear_when_it_does_not()
    {
        var meter = server.Meters[0];
        var topic = $"sluice/default/KAM.{meter.Address.Id}";
        await server.PlaceAsync(meter, "A", "101", "kitchen");
        await SendAsync(meter, 1_234);
        using var inside = await server.ConnectAsync(await server.ApiKeyAsync());
        using var outside = await server.OutsideAsync();
        ConcurrentDictionary<string, string>[] seen = [Retained(inside), Retained(outside)];
        foreach (var client in (IMqttClient[])[inside, outside])
        {
            await client.SubscribeToAsync("sluice/default/#");
            await client.SubscribeToAsync("homeassistant/#");
            await client.SubscribeToAsync("sluice/status");
        }
        await Task.Delay(600, Cancel);
        Assert.All(seen, static s => Assert.DoesNotContain(s.Keys, static t => t != "sluice/status" && !t.Contains("/gateways/", StringComparison.Ordinal)));

        await server.SetAsync("readings");
        foreach (var one in seen)
        {
            await UntilAsync(() => one.ContainsKey(topic) && one.ContainsKey(Total), "the reading and its sensor");
            using var state = JsonDocument.Parse(one[topic]);
            Assert.Equal(1.234m, state.RootElement.GetProperty("total_m3").GetDecimal());
            Assert.Equal(("90000001", "90000001", "OK", "GOOD", "default"), (Text(state, "id"), Text(state, "name"), Text(state, "status"), Text(state, "quality"), Text(state, "society")));
            Assert.False(state.RootElement.TryGetProperty("flat", out _));
            Assert.Equal("2026-03-14T08:00:00Z", Text(state, "timestamp"));
            Assert.True(state.RootElement.TryGetProperty("external_temperature_c", out _));
            using var config = JsonDocument.Parse(one[Total]);
            Assert.Equal(("water", "total_increasing", "m³", topic, "sluice/status"), (Text(config, "device_class"), Text(config, "state_class"), Text(config, "unit_of_measurement"), Text(config, "state_topic"), Text(config, "availability_topic")));
            Assert.Contains("homeassistant/binary_sensor/sluice/default_KAM90000001_leak/config", one.Keys);
            Assert.DoesNotContain("homeassistant/binary_sensor/sluice/default_KAM90000001_battery/config", one.Keys);   // this meter does not say how its battery is
            Assert.DoesNotContain("kitchen", one[Total], StringComparison.Ordinal);
            Assert.Equal("online", one["sluice/status"]);
        }

        await SendAsync(meter, 1_300, minutes: 15);
        foreach (var one in seen) await UntilAsync(() => one[topic].Contains("1.300", StringComparison.Ordinal), "the next reading");

        await server.SetAsync("places");
        foreach (var one in seen)
        {
            await UntilAsync(() => one[topic].Contains("\"flat\":\"101\"", StringComparison.Ordinal), "the flat");
            using var config = JsonDocument.Parse(one[Total]);
            Assert.Equal("Water meter A-101 kitchen", config.RootElement.GetProperty("device").GetProperty("name").GetString());
        }

        await server.SetAsync("off");
        foreach (var one in seen) await UntilAsync(() => !one.Keys.Any(t => t == topic || t.StartsWith("homeassistant/", StringComparison.Ordinal)), "nothing is retained");
    }

    [Fact]
    public async Task Mosquitto_that_lost_everything_gets_it_again_and_what_nobody_wants_is_removed()
    {
        var meter = server.Meters[1];
        var topic = $"sluice/default/KAM.{meter.Address.Id}";
        var stray = "homeassistant/sensor/sluice/default_KAM99999999_total_m3/config";
        await SendAsync(meter, 7);
        await server.SetAsync("readings");
        using (var client = await server.OutsideAsync())
        {
            var seen = Retained(client);
            await client.SubscribeToAsync("sluice/default/+");
            await UntilAsync(() => seen.ContainsKey(topic), "the reading");
            // As if somebody had removed it, and an earlier life had left something.
            await client.SendAsync(topic, "", retain: true);
            await client.SendAsync(stray, "{}", retain: true);
        }
        await server.Mosquitto.StopAsync();
        await server.Mosquitto.StartAgainAsync();
        using var again = await server.OutsideAsync();
        var now = Retained(again);
        await again.SubscribeToAsync("sluice/default/+");
        await again.SubscribeToAsync("homeassistant/#");
        await UntilAsync(() => now.ContainsKey(topic) && !now.ContainsKey(stray), "the reading again, the stray gone");
        await server.SetAsync("off");
    }

    [Fact]
    public async Task A_key_of_another_society_sees_nothing_of_it()
    {
        await server.SetAsync("readings");
        await SendAsync(server.Meters[2], 9);
        using var http = server.Client();
        using (var made = await http.PostAsync("/api/societies", Json("""{"id":"green-park","name":"Green Park"}"""), Cancel)) Assert.True(made.IsSuccessStatusCode);
        using var own = await server.ConnectAsync(await server.ApiKeyAsync());
        using var foreign = await server.ConnectAsync(await server.ApiKeyAsync("green-park"));
        var (seen, overheard) = (Retained(own), Retained(foreign));
        await foreign.SubscribeToAsync("homeassistant/#");
        await foreign.SubscribeToAsync("sluice/green-park/#");
        await own.SubscribeToAsync("homeassistant/#");
        await UntilAsync(() => seen.Keys.Any(static t => t.Contains("90000003", StringComparison.Ordinal)), "the sensors");
        await Task.Delay(300, Cancel);
        Assert.Empty(overheard);
        await server.SetAsync("off");
    }

    private async Task SendAsync(InventedMeter meter, int litres, int minutes = 0)
    {
        using var http = server.Client();
        var body = $$"""{"telegram":"{{Hex(meter.Telegram(litres))}}","rssi":-71,"time":"{{new DateTime(2026, 3, 14, 8, 0, 0).AddMinutes(minutes):s}}Z"}""";
        using var answer = await http.PostAsync("/api/telegrams?reader=jsonl", new StringContent(body), Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>What is retained, as a subscriber builds it up.</summary>
    private static ConcurrentDictionary<string, string> Retained(IMqttClient client)
    {
        var seen = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        client.ApplicationMessageReceivedAsync += message =>
        {
            var text = message.ApplicationMessage.ConvertPayloadToString();
            if (string.IsNullOrEmpty(text)) seen.TryRemove(message.ApplicationMessage.Topic, out _);
            else seen[message.ApplicationMessage.Topic] = text;
            return Task.CompletedTask;
        };
        return seen;
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>A server that publishes at its own broker and at a Mosquitto.</summary>
    public sealed class Publishing : MqttApiServer
    {
        internal MosquittoBroker Mosquitto { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            Mosquitto = await MosquittoBroker.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Mosquitto.DisposeAsync();
        }

        internal Task<IMqttClient> OutsideAsync() => MqttClients.ConnectAsync(Mosquitto.Address, MosquittoBroker.User, MosquittoBroker.Password, Guid.NewGuid().ToString("N", System.Globalization.CultureInfo.InvariantCulture));

        /// <summary>Sets what goes out.</summary>
        internal async Task SetAsync(string mqtt)
        {
            using var http = Client();
            var society = JsonSerializer.Deserialize(await http.GetStringAsync("/api/societies/default", Cancel), WireJson.Default.SocietyDto)!;
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/societies/default") { Content = Json($$"""{"name":"{{society.Name}}","mqtt":"{{mqtt}}"}""") };
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{society.Version}\""));
            using var answer = await http.SendAsync(request, Cancel);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        }

        /// <summary>Says where a meter hangs.</summary>
        internal async Task PlaceAsync(InventedMeter meter, string tower, string flat, string place)
        {
            using var http = Client();
            var path = $"/api/societies/default/meters/KAM.{meter.Address.Id}";
            using var found = await http.GetAsync(path, Cancel);
            using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = Json($$"""{"serialNumber":"{{meter.Address.Id}}","towerName":"{{tower}}","flatNumber":"{{flat}}","place":"{{place}}"}""") };
            request.Headers.IfMatch.Add(found.Headers.ETag!);
            using var answer = await http.SendAsync(request, Cancel);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        }

        protected override ServerOptions Set(ServerOptions options) => base.Set(options) with
        {
            MqttOutside = new(Mosquitto.Address) { User = MosquittoBroker.User, Password = MosquittoBroker.Password, RetryFirst = TimeSpan.FromMilliseconds(100), ClientId = "out" },
            MqttCompareEvery = TimeSpan.FromMilliseconds(300),
        };
    }
}
