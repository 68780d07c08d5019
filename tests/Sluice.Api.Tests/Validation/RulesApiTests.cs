using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Validation;
using Sluice.Host;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Validation;

public sealed class RulesApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<RulesDto> RulesAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync(WireJson.Default.RulesDto, Cancel))!;

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, Cancel))!.Code;

    [Fact]
    public async Task A_society_begins_with_the_documented_rules()
    {
        using var http = server.Client(Role.SocietyAdmin, "rules-a");
        using var answer = await http.GetAsync("/api/societies/rules-a/rules", Cancel);
        var rules = await RulesAsync(answer);
        Assert.Equal("\"0\"", answer.Headers.ETag!.Tag);
        Assert.Equal(RuleCatalog.All.Count, rules.Rules.Count);
        Assert.All(rules.Rules, static r => Assert.True(r.Enabled));
        Assert.All(rules.Rules.SelectMany(static r => r.Thresholds), static t => Assert.Equal(t.Default, t.Value));
    }

    [Fact]
    public async Task A_change_is_in_force_at_once_and_in_the_audit_log()
    {
        using var http = server.Client(Role.SocietyAdmin, "rules-b");
        using var answer = await http.PutAsync("/api/societies/rules-b/rules", Json("""{"rules":{"high-low":{"thresholds":{"high":3}},"zero":{"enabled":false}}}"""), Cancel);
        var rules = await RulesAsync(answer);
        Assert.Equal("\"1\"", answer.Headers.ETag!.Tag);
        Assert.Equal(3, rules.Rules.Single(static r => r.Id == "high-low").Thresholds.Single(static t => t.Name == "high").Value);
        Assert.False(rules.Rules.Single(static r => r.Id == "zero").Enabled);
        var set = server.Services.GetRequiredService<RuleDirectory>().Find(SocietyId.Parse("rules-b"));
        Assert.Equal((3m, false), (set[RuleId.HighLow, 1], set.On.Contains(RuleId.Zero)));
        var audit = await http.GetStringAsync("/api/societies/rules-b/audit", Cancel);
        Assert.Contains("rules.change", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_still_in_force_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-rules-").FullName;
        var (options, society) = (new ServerOptions { Data = folder, Urls = ["http://127.0.0.1:0"] }, Scopes.Of("rules-e"));
        await using (var first = await SluiceServer.CreateAsync(options, TimeProvider.System, Cancel))
            await first.Services.GetRequiredService<IRuleStore>().SaveAsync(society, new(new Dictionary<RuleId, RuleSetting> { [RuleId.Zero] = RuleSetting.Off }), null, Cancel);
        await using (var second = await SluiceServer.CreateAsync(options, TimeProvider.System, Cancel))
            Assert.False(second.Services.GetRequiredService<RuleDirectory>().Find(society.Society).On.Contains(RuleId.Zero));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_past_is_refused()
    {
        using var http = server.Client(Role.SocietyAdmin, "rules-c");
        using (await http.PutAsync("/api/societies/rules-c/rules", Json("""{"rules":{}}"""), Cancel)) { }
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/societies/rules-c/rules") { Content = Json("""{"rules":{}}""") };
        request.Headers.IfMatch.Add(new("\"0\""));
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "ChangedMeanwhile"), (answer.StatusCode, await CodeAsync(answer)));
    }

    [Theory]
    [InlineData("{}", "NoRules")]
    [InlineData("""{"rules":{"high-lo":{}}}""", "UnknownRule")]
    [InlineData("""{"rules":{"high-low":{"thresholds":{"high":0.5}}}}""", "BadThreshold")]
    [InlineData("""{"rules":{"high-low":{"thresholds":{"hi":2}}}}""", "BadThreshold")]
    [InlineData("""{"rules":{"high-low":{"thresholds":{"high":"much"}}}}""", "BadJson")]
    public async Task A_change_that_makes_no_sense_is_refused_with_what_would(string json, string code)
    {
        using var http = server.Client(Role.SocietyAdmin, "rules-d");
        using var put = await http.PutAsync("/api/societies/rules-d/rules", Json(json), Cancel);
        Assert.Equal((HttpStatusCode.BadRequest, code), (put.StatusCode, await CodeAsync(put)));
        using var tried = await http.PostAsync("/api/societies/rules-d/rules/try", Json(json), Cancel);
        Assert.Equal((HttpStatusCode.BadRequest, code), (tried.StatusCode, await CodeAsync(tried)));
    }
}
