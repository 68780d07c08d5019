using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Api.Tests.Sessions;
using Sluice.Contracts.Readings;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Validation;

public sealed class VersionsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static int number;

    private IIntakeStore Intake => server.Services.GetRequiredService<IIntakeStore>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>Stores a reading of a society through the server's own intake, and gives its id.</summary>
    internal static async Task<string> StoreAsync(IIntakeStore intake, string society, decimal total)
    {
        var n = Interlocked.Increment(ref number);
        var reading = Invented.Reading(n, Invented.Meter(0x9100_0000 + society[^1])) with { TotalM3 = total, Society = SocietyId.Parse(society) };
        var item = new IntakeItem(Invented.Telegram(n), new(0, DecodeState.Decoded, reading.Meter), reading)
        {
            Society = reading.Society,
            Candidate = new Candidate { At = reading.At, TotalM3 = total, SessionNumber = reading.SessionNumber, Identity = reading.Identity },
        };
        var kept = await intake.CommitAsync([item], CancellationToken.None);
        return kept[0].Reading!.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<ReadingVersionDto>> VersionsAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync(WireJson.Default.ReadingVersionsDto, Cancel))!.Versions;
    }

    [Fact]
    public async Task Who_accepts_a_poor_reading_of_a_round_has_read_the_meter_there()
    {
        var world = new RoundWorld(server, "versions-round");
        var meters = await world.RegisterAsync(first: 880, count: 2);
        var round = await world.StartAsync(world.Scanner, """{"mode":"SOCIETY","name":"Round"}""");
        var n = Interlocked.Increment(ref number);
        var id = new SessionId(Guid.Parse(round.Split('/')[^1]));
        var reading = Invented.Reading(n, meters[0].Address) with { Society = SocietyId.Parse("versions-round"), Session = id, Quality = ReadingQuality.Poor, Reasons = "negative" };
        var arrival = Invented.Telegram(n) with { Context = new() { Session = id, OccasionOf = reading.Society } };
        var kept = await Intake.CommitAsync([new(arrival, new(0, DecodeState.Decoded, reading.Meter), reading) { Society = reading.Society, LinkVerified = true }], Cancel);
        Assert.Equal((1, 0), await StatesAsync());
        using (var accepted = await world.Admin.PostAsync($"/api/readings/{kept[0].Reading!.Sequence}/accept", Json("""{"why":"seen on the dial"}"""), Cancel)) Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal((0, 1), await StatesAsync());
        using (await world.Admin.PostAsync($"/api/readings/{kept[0].Reading!.Sequence}/withdraw", Json("""{"why":"wrong after all"}"""), Cancel)) { }
        Assert.Equal((0, 1), await StatesAsync());   // what was heard in a round only ever rises

        async Task<(int Suspicious, int Decoded)> StatesAsync()
        {
            var states = (await RoundWorld.GetAsync(world.Admin, $"{round}/progress")).GetProperty("states");
            return (states.GetProperty("suspicious").GetInt32(), states.GetProperty("decoded").GetInt32());
        }
    }

    [Fact]
    public async Task A_reading_is_accepted_corrected_and_withdrawn_and_what_it_was_stays()
    {
        await StoreAsync(Intake, "versions-a", 8.9m);
        var id = await StoreAsync(Intake, "versions-a", 2.0m);
        using var http = server.Client(Role.SocietyAdmin, "versions-a");
        using (await http.PostAsync($"/api/readings/{id}/accept", Json("""{"why":"new register"}"""), Cancel)) { }
        using (await http.PostAsync($"/api/readings/{id}/correct", Json("""{"why":"misread","total_m3":2.50}"""), Cancel)) { }
        using (await http.PostAsync($"/api/readings/{id}/withdraw", Json("""{"why":"wrong meter"}"""), Cancel)) { }
        using var answer = await http.GetAsync($"/api/readings/{id}/versions", Cancel);
        var versions = await VersionsAsync(answer);
        Assert.Equal(["ORIGINAL", "ACCEPTED", "CORRECTED", "WITHDRAWN"], versions.Select(static v => v.Kind));
        Assert.Equal([2.0m, 2.0m, 2.50m, null], versions.Select(static v => v.TotalM3));
        Assert.Equal(["POOR", "FAIR", "FAIR", "POOR"], versions.Select(static v => v.Quality));
        Assert.Equal("negative", Assert.Single(versions[0].Reasons));
        Assert.Equal("new register", versions[1].Why);
        Assert.Contains("reading.correct", await http.GetStringAsync("/api/societies/versions-a/audit", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_show_the_version_that_counts_and_say_which_it_is()
    {
        var id = await StoreAsync(Intake, "versions-d", 8.9m);
        using var admin = server.Client(Role.SocietyAdmin, "versions-d");
        using (await admin.PostAsync($"/api/readings/{id}/correct", Json("""{"why":"misread","total_m3":8.70}"""), Cancel)) { }
        using var http = server.Client(Role.SuperAdmin);
        var listed = (await http.GetFromJsonAsync("/api/readings?limit=1000", WireJson.Default.ReadingsPage, Cancel))!.Readings.Single(r => r.ReadingId == id);
        Assert.Equal((8.70m, "FAIR", 2, "CORRECTED"), (listed.TotalM3!.Value, listed.Quality, listed.Version!.Value, listed.Kind));
        var latest = (await http.GetFromJsonAsync("/api/meters?limit=1000", WireJson.Default.MetersPage, Cancel))!.Meters.Single(m => m.ReadingId == id);
        Assert.Equal((8.70m, "CORRECTED"), (latest.TotalM3!.Value, latest.Kind));
        Assert.Equal(8.9m, (await VersionsAsync(await admin.GetAsync($"/api/readings/{id}/versions", Cancel)))[0].TotalM3);
    }

    [Theory]
    [InlineData("accept", "{}", "BadWhy")]
    [InlineData("accept", """{"why":"x","total_m3":1}""", "BadVolume")]
    [InlineData("correct", """{"why":"x"}""", "BadVolume")]
    [InlineData("correct", """{"why":"x","total_m3":-1}""", "BadVolume")]
    [InlineData("correct", """{"why":"x","total_m3":1,"kind":"GUESSED"}""", "BadKind")]
    public async Task A_decision_that_makes_no_sense_is_refused(string action, string json, string code)
    {
        var id = await StoreAsync(Intake, "versions-b", 8.9m);
        using var http = server.Client(Role.SocietyAdmin, "versions-b");
        using var answer = await http.PostAsync($"/api/readings/{id}/{action}", Json(json), Cancel);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, Cancel))!.Code));
    }

    [Fact]
    public async Task A_withdrawn_reading_cannot_be_accepted_but_corrected()
    {
        var id = await StoreAsync(Intake, "versions-c", 8.9m);
        using var http = server.Client(Role.SocietyAdmin, "versions-c");
        using (await http.PostAsync($"/api/readings/{id}/withdraw", Json("""{"why":"wrong meter"}"""), Cancel)) { }
        using var accepted = await http.PostAsync($"/api/readings/{id}/accept", Json("""{"why":"no"}"""), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, accepted.StatusCode);
        using var corrected = await http.PostAsync($"/api/readings/{id}/correct", Json("""{"why":"seen on the dial","total_m3":9.1}"""), Cancel);
        Assert.Equal(9.1m, (await VersionsAsync(corrected))[^1].TotalM3);
    }
}
