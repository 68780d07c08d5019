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

    private async Task<JsonNode> RunAsync(string script, string society, string serial)
    {
        await server.MakeSocietyAsync(society);
        var token = LocalToken.Make(server.Data, Role.SocietyAdmin, [SocietyId.Parse(society)], TimeSpan.FromHours(1), TimeProvider.System);
        return await NodeClients.RunAsync(script, new Uri(server.Address, GraphQLWorld.Address).ToString(), token, society, serial);
    }
}
