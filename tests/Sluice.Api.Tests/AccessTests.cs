using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

public sealed class AccessTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_nothing_is_answered_but_401()
    {
        using var http = server.Anonymous();
        using var answer = await http.GetAsync("/api/overview", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_without_the_right_is_refused()
    {
        using var http = server.Client(Role.Scanner, "green-park");
        using var answer = await http.GetAsync("/api/overview", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_super_admin_is_let_in()
    {
        using var http = server.Client();
        using var answer = await http.GetAsync("/api/overview", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_with_a_changed_role_is_refused()
    {
        using var http = server.Client(Role.Scanner, "green-park");
        var parts = http.DefaultRequestHeaders.Authorization!.Parameter!.Split('.');
        var claims = new JsonWebToken(string.Join('.', parts)).EncodedPayload;
        var forged = System.Text.Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(claims)).Replace("\"Scanner\"", "\"SuperAdmin\"", StringComparison.Ordinal);
        http.DefaultRequestHeaders.Authorization = new("Bearer", $"{parts[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(forged)}.{parts[2]}");
        using var answer = await http.GetAsync("/api/overview", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
