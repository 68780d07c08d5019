using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Api.Tests.Registry;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>Queries that ask for too much are refused by their text, quickly, and say why.</summary>
public sealed class HostileQueryTests(ApiServer server) : IClassFixture<ApiServer>
{
    private readonly HttpClient http = server.Client(Role.SuperAdmin);

    public static TheoryData<string, string> Hostile()
    {
        static string Deep(int levels) => levels == 0 ? "id" : $"society {{ meters {{ items {{ {Deep(levels - 1)} }} }} }}";
        static string Many(int count, string text) => string.Join(' ', Enumerable.Range(0, count).Select(i => text.Replace("#", $"{i}", StringComparison.Ordinal)));
        var bomb = Many(30, "fragment f# on Meter { ...g# ...g# } fragment g# on Meter { ...f#! ...f#! }").Replace("!", "x", StringComparison.Ordinal);
        for (var i = 0; i < 30; i++) bomb = bomb.Replace($"f{i}x", i == 29 ? "last" : $"f{i + 1}", StringComparison.Ordinal);
        return new()
        {
            { $"{{ getMeter(id: \"KAM.90000001\") {{ {Deep(5)} }} }}", "QueryTooDeep" },
            { $"{{ listMeters(limit: 1000) {{ items {{ readings(limit: 1000) {{ items {{ id }} }} }} }} }}", "QueryTooCostly" },
            { $"query($n: Int = 1000) {{ listMeters(limit: $n) {{ items {{ readings(limit: $n) {{ items {{ id }} }} }} }} }}", "QueryTooCostly" },
            { $"{{ listSocieties {{ items {{ structure }} }} }}", "QueryTooCostly" },
            { $"{{ {Many(100, "m#: getMeter(id: \"KAM.90000001\") { id }")} }}", "TooManyAliases" },
            { $"{{ getMeter(id: \"KAM.90000001\") {{ {Many(1_500, "id")} }} }}", "TooManyFields" },
            { $"{{ getMeter(id: \"KAM.90000001\") {{ ...f0 }} }} {bomb} fragment last on Meter {{ id status }}", "TooManyFields" },
            { $"{{ getMeter(id: \"KAM.90000001\") {{ ...f }} }} fragment f on Meter {{ society {{ meters {{ items {{ ...f }} }} }} }}", "BadQuery" },
            { $"{{ {new string('{', 2_000)}", "BadQuery" },
            { $"{{ {new string('{', 20_000)}", "QueryTooLarge" },
            { $"{{ getMeter(id: {new string('[', 5_000)}", "QueryTooLarge" },
            { $"{{ getMeter(id: {new string('[', 500)}1{new string(']', 500)}) {{ id }} }}", "QueryTooDeep" },
            { $"{{ getMeter(id: \"{new string('x', 70_000)}\") {{ id }} }}", "QueryTooLarge" },
            { $"{{ getMeter(id: \"KAM.90000001\") {{ id {Many(3_000, "@skip(if: true)")} }} }}", "QueryTooLarge" },
            { $"{{ {Many(2_000, "#")} }}".Replace(" 0 ", " ", StringComparison.Ordinal), "BadQuery" },
            { "{ __schema { types { name fields { type { ofType { ofType { name } } } } } } }", "IntrospectionOff" },
            { "{ __type(name: \"Meter\") { name } }", "IntrospectionOff" },
            { "query A { listMeters { items { id } } } query B { listMeters { items { id } } }", "BadQuery" },
            { "{ nothing }", "BadQuery" },
            { "{ getMeter { id } }", "BadQuery" },
            { "query($id: ID!) { getMeter(id: $id) { id } }", "BadQuery" },
            { "{ listMeters(limit: 99999999999999) { items { id } } }", "BadQuery" },
            { "", "BadQuery" },
        };
    }

    [Theory, MemberData(nameof(Hostile))]
    public async Task It_is_refused_with_its_code(string query, string code)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var answer = await http.AskAsync(query);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
        Assert.Equal(code, (string?)answer["errors"]![0]!["extensions"]!["code"]);
        Assert.Null(answer["data"]);
        Assert.True(answer.ToJsonString().Length < 5_000);
    }

    [Fact]
    public async Task A_batch_is_answered_in_order_up_to_its_bounds()
    {
        await server.MakeSocietyAsync("batch-a");
        Assert.Equal(["Society batch-a", null], (await BatchAsync(["""{ getSociety(id: "batch-a") { name } }""", """{ getSociety(id: "batch-zz") { name } }"""])).AsArray().Select(static a => (string?)a!["data"]!["getSociety"]?["name"]));
        Assert.Equal("BatchTooLarge", (string?)(await BatchAsync([.. Enumerable.Repeat("{ listMeters { items { id } } }", 11)]))["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal("BatchTooLarge", (string?)(await BatchAsync([]))["errors"]![0]!["extensions"]!["code"]);
        // Together they may not cost more than one alone.
        var half = "{ listMeters(limit: 1000) { items { readings(limit: 150) { items { id } } } } }";
        Assert.Null((await BatchAsync([half]))[0]!["errors"]);
        Assert.Equal("QueryTooCostly", (string?)(await BatchAsync([half, half]))["errors"]![0]!["extensions"]!["code"]);
    }

    [Theory]
    [InlineData("[1]", "BadJson")]
    [InlineData("{", "BadJson")]
    [InlineData("\"query\"", "BadJson")]
    [InlineData("{\"query\":1}", "BadJson")]
    [InlineData("{\"query\":\"{ listMeters { items { id } } }\",\"variables\":[]}", "BadJson")]
    [InlineData("{\"extensions\":{\"persistedQuery\":{}}}", "BadJson")]
    public async Task A_body_that_is_no_request_is_400(string body, string code)
    {
        using var answer = await http.PostAsync(Address, Park.Json(body), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (string?)(await answer.ReadAsync())["errors"]![0]!["extensions"]!["code"]);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        using var answer = await http.PostAsync(Address, Park.Json($"{{\"query\":\"{new string(' ', 300_000)}\"}}"), Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("BodyTooLarge", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "application/json", 200)]
    [InlineData("*/*", "application/json", 200)]
    [InlineData("application/json", "application/json", 200)]
    [InlineData("application/graphql-response+json", "application/graphql-response+json", 400)]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json", 400)]
    [InlineData("application/json, application/graphql-response+json;q=0.5", "application/json", 200)]
    [InlineData("text/html", "application/problem+json", 406)]
    public async Task The_answer_is_of_the_type_asked_for_and_the_status_that_belongs_to_it(string? accept, string type, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = Park.Json("""{"query":"{ nothing }"}""") };
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        using var good = new HttpRequestMessage(HttpMethod.Post, Address) { Content = Park.Json("""{"query":"{ listMeters { items { id } } }"}""") };
        if (accept is not null) good.Headers.TryAddWithoutValidation("Accept", accept);
        using var done = await http.SendAsync(good, Cancel);
        Assert.Equal(status == 406 ? 406 : 200, (int)done.StatusCode);
    }

    [Fact]
    public async Task Only_JSON_is_read()
    {
        using var answer = await http.PostAsync(Address, new StringContent("{ listMeters { items { id } } }", Encoding.UTF8, "application/graphql"), Cancel);
        await answer.IsProblemAsync(415, "NotJson");
    }

    private async Task<JsonNode> BatchAsync(IReadOnlyList<string> queries)
    {
        using var answer = await http.PostAsync(Address, Park.Json(JsonSerializer.Serialize(queries.Select(static query => new { query }))), Cancel);
        return await answer.ReadAsync();
    }
}
