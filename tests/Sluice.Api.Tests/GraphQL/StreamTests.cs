using System.Text.Json.Nodes;
using Sluice.Api.Tests.Registry;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>Server-Sent Events, as they are on the wire.</summary>
public sealed class StreamTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_query_is_one_event_and_the_end()
    {
        var (type, text) = await PostAsync("""{"query":"{ listMeters { items { id } } }"}""");
        Assert.Equal("text/event-stream", type);
        Assert.Equal("event: next\ndata: {\"data\":{\"listMeters\":{\"items\":[]}}}\n\nevent: complete\ndata: \n\n", text);
    }

    [Fact]
    public async Task A_refused_operation_says_so_in_its_only_event()
    {
        var (_, text) = await PostAsync("""{"query":"{ nothing }"}""");
        var data = JsonNode.Parse(text.Split("data: ")[1].Split('\n')[0])!;
        Assert.Equal("BadQuery", (string)data["errors"]![0]!["extensions"]!["code"]!);
        Assert.EndsWith("event: complete\ndata: \n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_request_gets_no_stream()
    {
        using var http = server.Client();
        await (await http.SendAsync(Request("{"), Cancel)).IsProblemAsync(400, "BadJson");
        await (await http.PostAsync($"{Address}/stream", Park.Json("{}"), Cancel)).IsProblemAsync(406, "NotAcceptable");
        using var nobody = server.Anonymous();
        Assert.Equal(401, (int)(await nobody.SendAsync(Request("{}"), Cancel)).StatusCode);
    }

    private static HttpRequestMessage Request(string body) => new(HttpMethod.Post, $"{Address}/stream") { Content = Park.Json(body), Headers = { { "Accept", "text/event-stream" } } };

    private async Task<(string? Type, string Text)> PostAsync(string body)
    {
        using var http = server.Client(Role.SocietyAdmin, "nowhere");
        using var answer = await http.SendAsync(Request(body), Cancel);
        return (answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
