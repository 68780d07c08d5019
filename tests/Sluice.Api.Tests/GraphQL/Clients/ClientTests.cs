using System.Text.Json.Nodes;
using Sluice.Api.Tests.Registry;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.GraphQL.Clients;

/// <summary>Clients that no one here wrote, against the real server.</summary>
public sealed class ClientTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Amplify_queries_and_changes_at_a_custom_endpoint()
    {
        var said = await RunAsync("amplify.mjs", "client-amplify", "86000001");
        Assert.Equal(("KAM.86000001", "be45cb26", "Meter"), ((string)said["made"]!["id"]!, (string)said["made"]!["encryptionKey"]!, (string)said["made"]!["__typename"]!));
        Assert.Equal("MAINTENANCE", (string)said["changed"]!["status"]!);
        Assert.Equal("""["86000001"]""", said["listed"]!.ToJsonString());
        Assert.Equal("ConditionFailed", (string)said["refused"]!);
    }

    [Fact]
    public async Task Apollo_queries_changes_and_subscribes()
    {
        var said = await RunAsync("apollo.mjs", "client-apollo", "86000002");
        Assert.Equal("KAM.86000002", (string)said["made"]!["id"]!);
        Assert.Equal("86000002", (string)said["society"]!["meters"]!["items"]![0]!["serialNumber"]!);
        Assert.Equal("BadQuery", (string)said["refused"]!);
        Assert.Equal(("KAM.86000002", 12.5m, "MANUAL"), ((string)said["heard"]!["meterId"]!, (decimal)said["heard"]!["consumption"]!, (string)said["heard"]!["source"]!));
    }

    [Fact]
    public async Task The_reference_client_of_the_WebSocket_protocol_gets_every_event()
    {
        var said = await RunAsync("ws.mjs", "client-ws", "86000003");
        Assert.Equal(("KAM.86000003", "86000003", "BadQuery"), ((string)said["made"]!["id"]!, (string)said["found"]!["serialNumber"]!, (string)said["refused"]!));
        Assert.Equal([1.5m, 2.5m], said["heard"]!.AsArray().Select(static r => (decimal)r!["consumption"]!));
        Assert.Equal(((string)said["round"]!["id"]!, "ACTIVE", 1), ((string)said["started"]!["id"]!, (string)said["started"]!["status"]!, (int)said["started"]!["progress"]!["total"]!));
        Assert.Equal(((string)said["round"]!["id"]!, "COMPLETED"), ((string)said["update"]!["id"]!, (string)said["update"]!["status"]!));
        Assert.Equal(((string)said["round"]!["id"]!, "SUCCEEDED", "json"), ((string)said["ready"]!["sessionId"]!, (string)said["ready"]!["status"]!, (string)said["ready"]!["format"]!));
        Assert.Equal("NotFound", (string)said["notMine"]!);
        Assert.True((int)said["pongs"]! > 0);
    }

    [Fact]
    public async Task The_reference_client_of_Server_Sent_Events_gets_every_event()
    {
        var said = await RunAsync("sse.mjs", "client-sse", "86000004");
        Assert.Equal("BadQuery", (string)said["refused"]!);
        Assert.Equal([1.5m, 2.5m], said["heard"]!.AsArray().Select(static r => (decimal)r!["consumption"]!));
    }

    private async Task<JsonNode> RunAsync(string script, string society, string serial)
    {
        await server.MakeSocietyAsync(society);
        var token = LocalToken.Make(server.Data, Role.SocietyAdmin, [SocietyId.Parse(society)], TimeSpan.FromHours(1), TimeProvider.System);
        return await NodeClients.RunAsync(script, new Uri(server.Address, GraphQLWorld.Address).ToString(), token, society, serial);
    }
}
