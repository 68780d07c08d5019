using System.Net;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Host;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

public sealed class RateLimitTests(RateLimitTests.Strict server) : IClassFixture<RateLimitTests.Strict>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_ins_beyond_the_limit_wait()
    {
        using var http = server.Anonymous();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await http.PostAsync("/account/login", null, Cancel);
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) continue;
            Assert.True(answer.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
            Assert.Equal("TooManyRequests", JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.ProblemDto)!.Code);
        }
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task One_society_does_not_use_up_anothers_share()
    {
        using var green = server.Client(Role.SocietyAdmin, "green-park");
        using var blue = server.Client(Role.SocietyAdmin, "blue-hill");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => StatusAsync(green, "/api/societies/green-park/api-keys")));
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(blue, "/api/societies/blue-hill/api-keys"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Cancel);
        return answer.StatusCode;
    }

    public sealed class Strict : ApiServer
    {
        protected override ServerOptions Set(ServerOptions options) => options with { RateLimits = new() { LoginsPerMinute = 3, SocietyBurst = 5, SocietyPerSecond = 1 } };
    }
}
