using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.Registry;

public sealed class ResidentsTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Name = "Invented Person";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Residents_are_seen_exported_and_erased_by_who_may()
    {
        var path = await server.MakeSocietyAsync("people-park");
        using var http = server.Admin("people-park");
        using var scanner = server.Client(Role.Scanner, "people-park");
        using (await http.SendAsync("POST", $"{path}/meters", Park.Meter("90000401"))) { }
        using var put = await http.SendAsync("PUT", $"{path}/flats/A/101/residents", $$"""{"residents":[{"name":"{{Name}}","contact":"someone@example.org"}]}""");
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);

        Assert.Contains(Name, await http.GetStringAsync($"{path}/flats/A/101", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(Name, await scanner.GetStringAsync($"{path}/flats/A/101", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(Name, await http.GetStringAsync($"{path}/structure", Cancel), StringComparison.Ordinal);
        using var refused = await scanner.GetAsync($"{path}/flats/A/101/residents", Cancel);
        await refused.IsProblemAsync(403, "Forbidden");

        using var export = await http.GetAsync($"{path}/residents/export?tower=A&flat=101", Cancel);
        var held = await export.ReadAsync();
        Assert.Equal(Name, (string?)held["residents"]![0]!["name"]);
        Assert.Equal("KAM.90000401", (string?)held["meters"]![0]!["meterId"]);
        Assert.Contains("KAM.90000401", (string?)held["readings"]![0], StringComparison.Ordinal);

        using var erased = await http.SendAsync("POST", $"{path}/residents/erase", """{"tower":"A","flat":"101"}""");
        Assert.Equal(1, (int)(await erased.ReadAsync())["erased"]!);
        Assert.DoesNotContain(Name, await http.GetStringAsync($"{path}/residents/export?tower=A&flat=101", Cancel), StringComparison.Ordinal);

        var log = await server.Services.GetRequiredService<IAuditLog>().ListAsync(Authorizer.ForWorker("test"), null, 1000, Cancel);
        Assert.Contains(log.Items, e => e.Entry.Action == "residents.erase");
        Assert.DoesNotContain(log.Items, e => e.Entry.ToString().Contains(Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"residents":[{"name":""}]}""", 400, "InvalidField")]
    [InlineData("""{}""", 400, "InvalidField")]
    [InlineData("""{"residents":[{"name":"x"}]}""", 404, "NotFound")]
    public async Task Bad_input_is_named(string body, int status, string code)
    {
        var path = await server.MakeSocietyAsync("people-park-2");
        using var http = server.Admin("people-park-2");
        using var answer = await http.SendAsync("PUT", $"{path}/flats/Z/9/residents", body);
        await answer.IsProblemAsync(status, code);
    }
}
