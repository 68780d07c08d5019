using System.Net;
using System.Text.RegularExpressions;

namespace Sluice.Api.Tests.Operation;

public sealed partial class MetricsTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_an_alert_is_about_is_there_to_be_scraped()
    {
        using var http = server.Anonymous();
        using (var refused = await http.GetAsync("/api/overview", Cancel)) Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);   // so that its counter exists
        using (var admin = server.Client())
        using (var made = await admin.PostAsync("/api/societies/green-park/api-keys", new StringContent("{\"name\":\"x\"}", System.Text.Encoding.UTF8, "application/json"), Cancel)) { }   // and that of commits
        var wanted = Expression().Matches(await File.ReadAllTextAsync(SourceTree.At("docs/runbooks/alerts.yml"), Cancel))
            .SelectMany(e => Name().Matches(e.Value).Select(n => n.Value)).Distinct().ToList();
        Assert.True(wanted.Count > 8, string.Join(", ", wanted));
        HashSet<string> there = [];
        // A scrape is kept for a moment and handed out again, so what was counted just now may be in a later one.
        for (var scrapes = 0; scrapes < 50 && wanted.Except(there).Any(); scrapes++)
        {
            if (scrapes > 0) await Task.Delay(100, Cancel);
            there = Metric().Matches(await http.GetStringAsync("/metrics", Cancel)).Select(static m => m.Groups["name"].Value).ToHashSet();
        }
        Assert.True(wanted.Except(there).ToList() is [], $"docs/runbooks/alerts.yml asks for {string.Join(", ", wanted.Except(there))}; there are:\n{string.Join('\n', there.Order())}");
    }

    [Fact]
    public async Task Labels_are_few_and_name_no_meter()
    {
        using var http = server.Anonymous();
        var metrics = await http.GetStringAsync("/metrics", Cancel);
        Assert.DoesNotMatch("=\"[^\"]*(?:9000\\d{4}|green-park)", metrics);
    }

    [Fact]
    public async Task From_another_machine_only_those_who_may_observe_scrape()
    {
        using var anybody = server.Anonymous();
        anybody.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        using (var answer = await anybody.GetAsync("/metrics", Cancel)) Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var scanner = server.Client(Metering.Identity.Role.Scanner, "green-park");
        scanner.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        using (var answer = await scanner.GetAsync("/metrics", Cancel)) Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var admin = server.Client();
        admin.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        using (var answer = await admin.GetAsync("/metrics", Cancel)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Readiness_tells_details_only_to_those_who_may_know()
    {
        using var http = server.Anonymous();
        var here = await http.GetStringAsync("/health/ready", Cancel);
        Assert.Contains("\"name\":\"disk\"", here, StringComparison.Ordinal);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        Assert.DoesNotContain("checks", await http.GetStringAsync("/health/ready", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alert_has_its_runbook()
    {
        var text = File.ReadAllText(SourceTree.At("docs/runbooks/alerts.yml"));
        var pages = Runbook().Matches(text).Select(m => m.Groups["page"].Value).ToList();
        Assert.Equal(AlertName().Count(text), pages.Count);
        foreach (var page in pages) Assert.True(File.Exists(SourceTree.At($"docs/runbooks/{page}")), page);
    }

    [GeneratedRegex("^(?<name>[a-z_]+)(?:\\{| )", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex("expr: .*", RegexOptions.None, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex("\\b(?:sluice|http|kestrel|dotnet)_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("runbook: docs/runbooks/(?<page>[a-z-]+\\.md)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Runbook();

    [GeneratedRegex("- alert: ", RegexOptions.None, 1000)]
    private static partial Regex AlertName();
}
