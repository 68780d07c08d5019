using System.Text.Json.Nodes;

namespace Sluice.Api.Tests.OpenApi;

public sealed class CommittedDescriptionTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Variable = "SLUICE_UPDATE_OPENAPI";
    private const string Rewrite = Variable + "=1 dotnet run -c Release --project tests/Sluice.Api.Tests -- -class '*CommittedDescriptionTests'";

    [Fact]
    public async Task The_committed_description_is_what_the_server_says()
    {
        using var http = server.Anonymous();
        var said = await http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        var path = SourceTree.At("docs/openapi.json");
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            await ContractLog.AddAsync("openapi.json", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), said, Parts);
            await File.WriteAllTextAsync(path, said, TestContext.Current.CancellationToken);
        }
        await ContractLog.CheckAsync("openapi.json", Rewrite);
        var committed = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";
        if (committed == said) return;
        var (before, now) = (committed.Split('\n'), said.Split('\n'));
        var line = Enumerable.Range(0, Math.Min(before.Length, now.Length)).FirstOrDefault(i => before[i] != now[i], Math.Min(before.Length, now.Length));
        Assert.Fail($"""
            The interface is another one than docs/openapi.json describes, from line {line + 1} on:
              committed: {(line < before.Length ? before[line].Trim() : "(end)")}
              server:    {(line < now.Length ? now[line].Trim() : "(end)")}
            When that is meant, write it anew, look at the difference, and commit it with the change (after a merge conflict: take either side, then this):
              {Rewrite}
            """);
    }

    /// <summary>Operations by name and schemas; of a file with the marks of a merge, nothing.</summary>
    private static Dictionary<string, string> Parts(string text)
    {
        if (text.Contains("<<<<<<<", StringComparison.Ordinal)) return [];
        var root = JsonNode.Parse(text)!;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (address, operations) in root["paths"]!.AsObject())
            foreach (var (method, operation) in operations!.AsObject()) parts[$"{(string?)operation!["operationId"] ?? $"{method} {address}"}"] = operation.ToJsonString();
        foreach (var (name, schema) in root["components"]?["schemas"]?.AsObject() ?? []) parts[$"schema {name}"] = schema!.ToJsonString();
        return parts;
    }
}
