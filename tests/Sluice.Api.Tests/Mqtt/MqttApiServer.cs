using System.Globalization;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Contracts.Readings;
using Sluice.Host;
using Sluice.Host.Mqtt;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>A server with its MQTT broker on, and 40 invented meters in the society <c>default</c>.</summary>
public class MqttApiServer : ApiServer
{
    private int lastMeter;

    public IReadOnlyList<InventedMeter> Meters { get; } = [.. Enumerable.Range(1, 40).Select(static n => new InventedMeter(uint.Parse($"{90000000 + n}", NumberStyles.HexNumber, CultureInfo.InvariantCulture), (byte)n))];

    /// <summary>A meter that no other test uses.</summary>
    public InventedMeter NextMeter() => Meters[Interlocked.Increment(ref lastMeter) - 1];

    /// <summary>A new gateway of a society.</summary>
    public Task<CredentialDto> GatewayAsync(string society = "default") => MakeAsync(society, "gateways");

    /// <summary>A new API key of a society.</summary>
    public Task<CredentialDto> ApiKeyAsync(string society = "default") => MakeAsync(society, "api-keys");

    /// <summary>Connects with a credential, or with another password.</summary>
    internal Task<IMqttClient> ConnectAsync(CredentialDto who, string? password = null, string clientId = "test", MqttProtocolVersion version = MqttProtocolVersion.V500) =>
        MqttClients.ConnectAsync(new(MqttAddresses[0]), who.Id, password ?? who.Secret!, clientId, version);

    /// <summary>The litres of a meter's readings, oldest first.</summary>
    public async Task<IReadOnlyList<int>> LitresAsync(InventedMeter meter)
    {
        using var http = Client();
        var page = JsonSerializer.Deserialize(await http.GetStringAsync($"/api/readings?limit=1000&meter={meter.Address.Id}"), WireJson.Default.ReadingsPage)!;
        return [.. page.Readings.Select(static r => (int)(r.TotalM3!.Value * 1000)).Order()];
    }

    protected override ServerOptions Set(ServerOptions options) => options with
    {
        Keys = [.. Meters.Select(static m => m.Key)],
        Mqtt = new() { Port = 0, CheckEvery = TimeSpan.FromMilliseconds(200) },
    };

    private async Task<CredentialDto> MakeAsync(string society, string kind)
    {
        using var http = Client();
        using var answer = await http.PostAsync($"/api/societies/{society}/{kind}", new StringContent("""{"name":"test"}""", Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(), WireJson.Default.CredentialDto)!;
    }
}
