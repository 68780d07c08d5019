using System.Net;
using Sluice.Api.Tests.Sessions;
using static Sluice.Api.Tests.Sessions.RoundWorld;

namespace Sluice.Api.Tests.Validation;

public sealed class EstimatesApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Meter = "/api/societies/estimate-park/meters/KAM.90000921";

    [Fact]
    public async Task An_estimate_says_how_it_was_made_is_kept_and_replaced_by_a_reading_of_its_day()
    {
        var world = new RoundWorld(server, "estimate-park");
        await world.RegisterAsync(first: 921, count: 1);
        const string Ask = """{"at":"2026-02-11T12:00:00Z","store":true}""";
        Assert.Equal("409 NothingToEstimateFrom", await ProblemAsync(world.Admin, HttpMethod.Post, $"{Meter}/estimate", Ask));
        await EnterAsync(world, "2026-02-01T12:00:00Z", 10);
        Assert.Equal("409 NothingToEstimateFrom", await ProblemAsync(world.Admin, HttpMethod.Post, $"{Meter}/estimate", Ask));
        await EnterAsync(world, "2026-02-21T12:00:00Z", 13);
        var (status, made) = await SendAsync(world.Admin, HttpMethod.Post, $"{Meter}/estimate", Ask);
        Assert.Equal((HttpStatusCode.OK, 11.5m, "ESTIMATED", "INTERPOLATION", 2), (status, made.GetProperty("consumption").GetDecimal(), made.GetProperty("kind").GetString(), made.GetProperty("method").GetString(), made.GetProperty("inputs").GetArrayLength()));
        var kept = (await GetAsync(world.Admin, $"{Meter}/estimates")).GetProperty("estimates")[0];
        Assert.Equal((made.GetProperty("id").GetString(), false), (kept.GetProperty("id").GetString(), kept.TryGetProperty("replacedBy", out _)));
        var reading = await EnterAsync(world, "2026-02-11T08:00:00Z", 11.2m);
        kept = (await GetAsync(world.Admin, $"{Meter}/estimates")).GetProperty("estimates")[0];
        Assert.Equal((reading, 11.5m), (kept.GetProperty("replacedBy").GetString(), kept.GetProperty("consumption").GetDecimal()));
        Assert.Equal("400 BadTime", await ProblemAsync(world.Admin, HttpMethod.Post, $"{Meter}/estimate", """{"at":"2999-01-01T00:00:00Z"}"""));
    }

    private static async Task<string?> EnterAsync(RoundWorld world, string at, decimal total) =>
        (await SendAsync(world.Scanner, HttpMethod.Post, $"{Meter}/readings", $$"""{"consumption":{{total}},"timestamp":"{{at}}"}""")).Answer.GetProperty("reading").GetProperty("readingId").GetString();
}
