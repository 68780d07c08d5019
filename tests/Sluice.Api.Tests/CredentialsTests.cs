using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

public sealed class CredentialsTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_key_is_an_integrator_of_its_society_until_it_is_revoked()
    {
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        var key = await MakeAsync(admin, "/api/societies/green-park/api-keys", """{"name":" billing "}""");
        Assert.Equal("billing", key.Name);
        Assert.StartsWith($"slk_{key.Id}_", key.Secret);

        using var system = Bearer(key.Secret!);
        // An integrator may not manage keys: known, but refused. A stranger would get 401.
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(system, "/api/societies/green-park/api-keys"));

        var listed = Assert.Single((await ListAsync(admin, "/api/societies/green-park/api-keys")).Items, c => c.Id == key.Id);
        Assert.Null(listed.Secret);
        Assert.NotNull(listed.LastUsedAt);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/societies/green-park/api-keys/{key.Id}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(system, "/api/societies/green-park/api-keys"));
        Assert.NotNull(Assert.Single((await ListAsync(admin, "/api/societies/green-park/api-keys")).Items, c => c.Id == key.Id).RevokedAt);
    }

    [Fact]
    public async Task A_secret_with_one_letter_changed_lets_nobody_in()
    {
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        var key = await MakeAsync(admin, "/api/societies/green-park/gateways", """{"name":"roof A"}""");
        Assert.StartsWith("slg_", key.Secret);
        using var good = Bearer(key.Secret!);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(good, "/api/societies/green-park/gateways"));
        using var wrong = Bearer(key.Secret![..^1] + (key.Secret[^1] == '0' ? '1' : '0'));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(wrong, "/api/societies/green-park/gateways"));
        using var otherKind = Bearer("slk" + key.Secret[3..]);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(otherKind, "/api/societies/green-park/gateways"));
    }

    [Theory]
    [InlineData("{}", "BadName")]
    [InlineData("""{"name":"  "}""", "BadName")]
    [InlineData("""{"name":"x","expiresAt":"2020-01-01T00:00:00Z"}""", "BadExpiry")]
    [InlineData("""{"name":7}""", "BadJson")]
    [InlineData("", "BadJson")]
    [InlineData("null", "BadJson")]
    public async Task What_cannot_be_made_is_said(string body, string code)
    {
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        using var answer = await admin.PostAsync("/api/societies/green-park/api-keys", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        Assert.Equal(code, JsonSerializer.Deserialize(text, WireJson.Default.ProblemDto)!.Code);
    }

    [Fact]
    public async Task Another_society_cannot_revoke_it()
    {
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        using var stranger = server.Client(Role.SocietyAdmin, "blue-hill");
        var key = await MakeAsync(admin, "/api/societies/green-park/api-keys", """{"name":"mine"}""");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync($"/api/societies/blue-hill/api-keys/{key.Id}", Cancel)).StatusCode);
        using var system = Bearer(key.Secret!);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(system, "/api/societies/green-park/api-keys"));
    }

    private static async Task<CredentialDto> MakeAsync(HttpClient http, string path, string body)
    {
        using var answer = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.CredentialDto)!;
    }

    private static async Task<CredentialsDto> ListAsync(HttpClient http, string path) =>
        JsonSerializer.Deserialize(await http.GetStringAsync(path, Cancel), WireJson.Default.CredentialsDto)!;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Cancel);
        return answer.StatusCode;
    }

    private HttpClient Bearer(string token)
    {
        var http = server.Anonymous();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }
}
