using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.OpenApi;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.OpenApi;

/// <summary>What docs/openapi.json says of answers is what the server answers.</summary>
public sealed class AnswerTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_says_what_it_takes_and_answers()
    {
        var document = await DocumentAsync();
        var named = Operations(document).Select(static o => (string)o.Operation["operationId"]!).ToHashSet();
        Assert.True(named.Except(OperationTypes.All.Keys).ToList() is [], $"Say in {nameof(OperationTypes)} what these take and answer: {string.Join(", ", named.Except(OperationTypes.All.Keys))}");
        Assert.True(OperationTypes.All.Keys.Except(named).ToList() is [], $"{nameof(OperationTypes)} has operations that are not there: {string.Join(", ", OperationTypes.All.Keys.Except(named))}");
        foreach (var (address, method, operation) in Operations(document))
            Assert.True(operation["responses"]!.AsObject().Any(static r => r.Key is "204" or "101" || (r.Key[0] == '2' && r.Value!["content"] is not null)), $"{method} {address} says nothing of its answer.");
    }

    [Fact]
    public async Task Every_answer_has_the_shape_that_is_described_and_nothing_else()
    {
        var document = await DocumentAsync();
        foreach (var schema in document["components"]!["schemas"]!.AsObject())
            if (schema.Value is JsonObject { } one && one["properties"] is not null && one["additionalProperties"] is null) one["additionalProperties"] = false;
        var world = new RouteWorld(server);
        var (wrong, compared) = (new List<string>(), 0);
        foreach (var (address, _, operation) in Operations(document).Where(static o => o.Method == "get"))
        {
            if (operation["responses"]!["200"]?["content"]?["application/json"]?["schema"]?["$ref"] is not { } reference) continue;
            var route = world.Routes.First(r => r.Method == "GET" && $"/{r.Pattern.RawText!.Trim('/')}" == address);
            var filled = await world.FillAsync(route, RouteWorld.Own);
            using var answer = await world.AskAsync(route, filled, world.Token(Role.SuperAdmin));
            if (answer.StatusCode != HttpStatusCode.OK) continue;   // what only people have, and the matrix has none
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel));
            var schema = JsonSchema.FromText(new JsonObject { ["$ref"] = (string)reference!, ["$defs"] = document["components"]!["schemas"]!.DeepClone() }.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
            var verdict = schema.Evaluate(JsonSerializer.SerializeToElement(body), new EvaluationOptions { OutputFormat = OutputFormat.List });
            compared++;
            if (!verdict.IsValid)
                wrong.Add($"{address}: {string.Join("; ", (verdict.Details ?? []).Where(static d => d.Errors is not null).SelectMany(static d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Value}")).Take(5))}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared > 50, $"Only {compared} answers were compared.");
    }

    private static IEnumerable<(string Address, string Method, JsonNode Operation)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key, operation.Value!)));

    private async Task<JsonNode> DocumentAsync()
    {
        using var http = server.Anonymous();
        return JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json", Cancel))!;
    }
}
