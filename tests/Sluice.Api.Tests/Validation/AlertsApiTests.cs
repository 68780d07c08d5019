using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Alerts;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Validation;

public sealed class AlertsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task NoteAsync(string society, params RuleId[] rules) =>
        await server.Services.GetRequiredService<IAlertStore>().NoteAsync(Scopes.Of(society), [.. rules.Select(static r => new AlertSighting("KAM.90000001", r, Invented.Noon))], Cancel);

    private static async Task<AlertsPage> ListAsync(HttpClient http, string society, string query = "") =>
        (await http.GetFromJsonAsync($"/api/societies/{society}/alerts{query}", WireJson.Default.AlertsPage, Cancel))!;

    [Fact]
    public async Task An_alert_is_listed_acknowledged_and_closed()
    {
        await NoteAsync("alerts-a", RuleId.LeakMeter, RuleId.Burst);
        using var http = server.Client(Role.SocietyAdmin, "alerts-a");
        var alert = Assert.Single((await ListAsync(http, "alerts-a", "?rule=leak-meter")).Alerts);
        Assert.Equal(("KAM.90000001", "ALERT", "OPEN", 1L), (alert.MeterId, alert.Severity, alert.State, alert.Count));
        using (var acknowledged = await http.PostAsync($"/api/alerts/{alert.Id}/acknowledge", Json("""{"note":"plumber on Monday"}"""), Cancel))
            Assert.Equal("ACKNOWLEDGED", (await acknowledged.Content.ReadFromJsonAsync(WireJson.Default.AlertDto, Cancel))!.State);
        var summary = (await http.GetFromJsonAsync("/api/societies/alerts-a/alerts/summary", WireJson.Default.AlertSummaryDto, Cancel))!;
        Assert.Equal((1, 1, 1), (summary.Open, summary.Acknowledged, summary.BySeverity["URGENT"]));
        using (var closed = await http.PostAsync($"/api/alerts/{alert.Id}/close", Json("{}"), Cancel))
            Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        var history = (await http.GetFromJsonAsync($"/api/alerts/{alert.Id}", WireJson.Default.AlertDto, Cancel))!.History;
        Assert.Equal(["OPENED", "ACKNOWLEDGED", "CLOSED"], history.Select(static e => e.What));
        Assert.Equal("plumber on Monday", history[1].Note);
        Assert.NotNull(history[1].By);
        Assert.Equal("burst", Assert.Single((await ListAsync(http, "alerts-a", "?state=OPEN")).Alerts).Rule);
        using var again = await http.PostAsync($"/api/alerts/{alert.Id}/close", Json("{}"), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("alert.acknowledge", await http.GetStringAsync("/api/societies/alerts-a/audit", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_of_another_society_is_not_there()
    {
        await NoteAsync("alerts-b", RuleId.LeakMeter);
        using var admin = server.Client();
        var id = Assert.Single((await ListAsync(admin, "alerts-b")).Alerts).Id;
        using var http = server.Client(Role.SocietyAdmin, "alerts-c");
        using var answer = await http.PostAsync($"/api/alerts/{id}/close", Json("{}"), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("?state=open", "BadState")]
    [InlineData("?rule=leak", "UnknownRule")]
    [InlineData("?next=zzz", "BadCursor")]
    [InlineData("?limit=0", "BadLimit")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string code)
    {
        using var http = server.Client(Role.SocietyAdmin, "alerts-d");
        using var answer = await http.GetAsync($"/api/societies/alerts-d/alerts{query}", Cancel);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, Cancel))!.Code);
    }
}
