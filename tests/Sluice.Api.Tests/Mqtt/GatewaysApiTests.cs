using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Contracts.Gateways;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.Mqtt.BrokerIntakeTests;
using static Sluice.Api.Tests.Mqtt.MqttClients;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>How gateways do, for whoever looks after them.</summary>
public sealed class GatewaysApiTests(MqttApiServer server) : IClassFixture<MqttApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_is_never_heard_then_connected_then_heard_then_revoked()
    {
        var gateway = await server.GatewayAsync();
        using var admin = server.Client(Role.SocietyAdmin, "default");
        Assert.Equal("never", (await OneAsync(admin, gateway.Id)).State);
        using (var client = await server.ConnectAsync(gateway))
        {
            Assert.True((await client.SendAsync(Topic(gateway), Hex(server.Meters[20].Telegram(1)) + "\n" + Hex(server.Meters[21].Telegram(1)))).IsSuccess);
            await client.SendAsync(Topic(gateway), "nothing");
            var one = await OneAsync(admin, gateway.Id);
            Assert.Equal(("connected", "default", "test", 2L, 2L, 2, 1L), (one.State, one.SocietyId, one.Name, one.TelegramsLastHour, one.TelegramsLastDay, one.Meters, one.Unreadable));
            Assert.NotNull(one.LastHeard);
            Assert.NotNull(one.LastProblem);
        }
        await UntilAsync(() => OneAsync(admin, gateway.Id).GetAwaiter().GetResult().State == "heard", "heard");
        using (var answer = await admin.DeleteAsync($"/api/societies/default/gateways/{gateway.Id}", Cancel)) Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal("revoked", (await OneAsync(admin, gateway.Id)).State);
    }

    [Fact]
    public async Task Telegrams_over_HTTP_count_as_well()
    {
        var gateway = await server.GatewayAsync();
        using (var http = server.Anonymous())
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Secret);
            using var answer = await http.PostAsync("/api/telegrams", new StringContent(Hex(server.Meters[22].Telegram(1)), Encoding.ASCII, "text/plain"), Cancel);
            Assert.True(answer.IsSuccessStatusCode);
        }
        using var admin = server.Client();
        var page = JsonSerializer.Deserialize(await admin.GetStringAsync("/api/gateways", Cancel), WireJson.Default.GatewaysPage)!;
        var one = Assert.Single(page.Gateways, g => g.Id == gateway.Id);
        Assert.Equal(("heard", 1L, 1), (one.State, one.TelegramsLastHour, one.Meters));
    }

    [Fact]
    public async Task Nobody_sees_another_societys()
    {
        var gateway = await server.GatewayAsync();
        using var stranger = server.Client(Role.SocietyAdmin, "elsewhere");
        Assert.DoesNotContain(gateway.Id, await stranger.GetStringAsync("/api/gateways", Cancel));
        using var answer = await stranger.GetAsync($"/api/societies/elsewhere/gateways/{gateway.Id}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<GatewayDto> OneAsync(HttpClient http, string id) =>
        JsonSerializer.Deserialize(await http.GetStringAsync($"/api/societies/default/gateways/{id}", Cancel), WireJson.Default.GatewayDto)!;
}
