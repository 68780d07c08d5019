using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Api.Tests.OpenApi;

public sealed partial class OpenApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_says_who_may_call_it_and_which_problems_it_has()
    {
        using var http = server.Anonymous();
        using var document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", Cancel));
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Path: p.Name, o.Name, Operation: o.Value))).ToList();
        Assert.Contains(operations, o => o is { Path: "/api/societies/{societyId}/audit", Name: "get" });
        foreach (var (path, method, operation) in operations)
        {
            Assert.True(operation.GetProperty("responses").TryGetProperty("503", out _), $"{method} {path}");
            Assert.Matches("Needs the permission|Anybody may call it", operation.GetProperty("description").GetString());
        }
        Assert.True(document.RootElement.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("bearer", out _));
    }

    [Fact]
    public async Task The_page_that_shows_it_loads_nothing_from_elsewhere_and_runs_no_other_script()
    {
        using var http = server.Anonymous();
        using var answer = await http.GetAsync("/docs/", Cancel);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self' 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?://(?!127\\.0\\.0\\.1|localhost)", html);
        foreach (Match source in Source().Matches(html))
        {
            using var script = await http.GetAsync(new Uri(new Uri(server.Address, "/docs/"), source.Groups["source"].Value), Cancel);
            Assert.True(script.IsSuccessStatusCode, source.Value);
        }
    }

    [GeneratedRegex("<script[^>]* src=\"(?<source>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();
}
