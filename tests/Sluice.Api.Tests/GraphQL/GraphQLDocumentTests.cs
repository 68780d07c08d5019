using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>The examples of docs/graphql.md are run, in order, and answer what they say.</summary>
public sealed partial class GraphQLDocumentTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task The_examples_answer_what_they_say()
    {
        var park = Authorizer.ForWorker(SocietyId.Parse("green-park"), "test");
        await server.FillAsync("green-park", 88_000_001, 0, readings: 0);
        await server.Services.GetRequiredService<ISocietyStore>().MergeAsync(park, [], [new() { Tower = "A", Number = "101", Floor = 1 }, new() { Tower = "A", Number = "102", Floor = 1 }], Cancel);
        await server.Services.GetRequiredService<MeterRegistry>().UpsertAsync(park,
            [.. Enumerable.Range(1, 2).Select(n => new Meter { Id = MeterId.TryParse($"KAM.8800000{n}", out var id) ? id : default, Society = park.Society, Tower = "A", Flat = $"10{n}" })], Cancel);
        using var http = server.Client(Role.SocietyAdmin, "green-park");
        var asked = 0;
        foreach (Match example in Example().Matches(await File.ReadAllTextAsync(SourceTree.At("docs/graphql.md"), Cancel)))
        {
            var answer = await http.AskAsync(example.Groups["query"].Value);
            Assert.Equal(JsonNode.Parse(example.Groups["answer"].Value)!.ToJsonString(), answer.ToJsonString());
            asked++;
        }
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task The_limits_are_those_of_the_document()
    {
        var text = await File.ReadAllTextAsync(SourceTree.At("docs/graphql.md"), Cancel);
        var (limits, live) = (new Api.GraphQL.QueryLimits(), new Api.GraphQL.Live.LiveLimits());
        foreach (var row in (string[])
            [
                $"| body | {limits.MaxBodyBytes >> 10} KiB; {limits.MaxDocument >> 10} Ki characters and {limits.MaxTokens:N0} tokens of document |", $"| depth | {limits.MaxDepth} fields |",
                $"| fields, fragments unfolded; aliases | {limits.MaxFields:N0}; {limits.MaxAliases} |", $"| {limits.MaxCost:N0}, over a whole batch |", $"| {limits.MaxBatch} |", $"| time of an operation | {limits.Timeout.TotalSeconds:0} s |",
                $"| operations on one connection | {live.MaxOnConnection} |", $"| {live.MaxSubscriptionsOfSociety}; {live.MaxSubscriptions:N0} |",
            ])
            Assert.Contains(row, text, StringComparison.Ordinal);
    }

    [GeneratedRegex("```graphql\n(?<query>[^`]+)```\n```json\n(?<answer>[^`]+)```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();
}
