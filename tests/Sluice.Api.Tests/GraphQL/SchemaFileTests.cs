using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.GraphQL;
using Sluice.Api.Tests.OpenApi;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>docs/schema.graphql is what the server is made from; it is also what the server says, definition by definition, to the letter.</summary>
public sealed class SchemaFileTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Variable = "SLUICE_UPDATE_SCHEMA";
    private const string Rewrite = Variable + "=1 dotnet run -c Release --project tests/Sluice.Api.Tests -- -class '*SchemaFileTests'";

    [Fact]
    public async Task The_committed_schema_is_what_the_server_says()
    {
        var said = Definitions(server.Services.GetRequiredService<SluiceSchema>().Print()).ToDictionary(Head);
        var path = SourceTree.At("docs/schema.graphql");
        var committed = Definitions(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ToList();
        Assert.Equal(said.Keys.Order(StringComparer.Ordinal), committed.Select(Head).Order(StringComparer.Ordinal));
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            var written = string.Join("\n\n", committed.Select(d => said[Head(d)])) + "\n";
            await ContractLog.AddAsync("schema.graphql", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), written, static text => Definitions(text).ToDictionary(static d => $"{Head(d).TrimEnd('{', ' ')}"));
            await File.WriteAllTextAsync(path, written, TestContext.Current.CancellationToken);
        }
        else
            foreach (var definition in committed)
                Assert.True(definition == said[Head(definition)], $"""
                    docs/schema.graphql does not write {Head(definition)} as the server says it:
                    {said[Head(definition)]}
                    Write it anew, look at the difference, and commit it: {Rewrite}
                    """);
        await ContractLog.CheckAsync("schema.graphql", Rewrite);
    }

    private static IEnumerable<string> Definitions(string schema) => schema.Trim().Split("\n\n").Select(static d => d.Trim());

    /// <summary>The first line that is no description: <c>type Meter {</c>.</summary>
    private static string Head(string definition) => definition.Split('\n').First(static line => line.Length > 0 && line[0] is not ('"' or ' '));
}
