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
        if (Environment.GetEnvironmentVariable(Variable) == "1") await File.WriteAllTextAsync(path, said, TestContext.Current.CancellationToken);
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
}
