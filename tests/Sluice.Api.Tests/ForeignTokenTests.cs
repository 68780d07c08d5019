using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sluice.Host;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

/// <summary>Tokens as Cognito makes them, signed by another issuer with its own discovery document and keys.</summary>
public sealed class ForeignTokenTests(ForeignTokenTests.TwoIssuers server) : IClassFixture<ForeignTokenTests.TwoIssuers>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_access_token_of_a_named_client_has_the_role_of_its_group() =>
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Issue()));

    [Fact]
    public async Task Memberships_are_ours_whatever_the_token_says()
    {
        using var http = server.With(server.Issue(group: "SocietyAdmin", society: "green-park"));
        using var answer = await http.GetAsync("/api/societies/green-park/api-keys", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Everything_else_is_refused()
    {
        using var stranger = RSA.Create(2048);
        foreach (var token in new[]
        {
            server.Issue(use: "id"), server.Issue(client: "another"), server.Issue(issuer: "https://evil.example"), server.Issue(lifetime: TimeSpan.FromHours(-1)), server.Issue(key: new(stranger) { KeyId = "one" }),
        }) Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(token));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server.Issue(group: "Readers")));
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var http = server.With(token);
        using var answer = await http.GetAsync("/api/people", Cancel);
        return answer.StatusCode;
    }

    /// <summary>Our server, and an issuer of another maker beside it.</summary>
    public sealed class TwoIssuers : ApiServer
    {
        private readonly RSA rsa = RSA.Create(2048);
        private WebApplication? issuer;
        private string address = "";

        public override async ValueTask InitializeAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            issuer = builder.Build();
            issuer.MapGet("/pool/.well-known/openid-configuration", () => Results.Text($$"""{"issuer":"{{address}}","jwks_uri":"{{address}}/keys"}""", "application/json"));
            issuer.MapGet("/pool/keys", () =>
            {
                var key = rsa.ExportParameters(includePrivateParameters: false);
                return Results.Text($$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"one","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}]}""", "application/json");
            });
            await issuer.StartAsync();
            address = $"{issuer.Urls.First()}/pool";
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await issuer!.DisposeAsync();
            rsa.Dispose();
        }

        internal string Issue(string use = "access", string client = "app", string group = "SuperAdmin", string? issuer = null, TimeSpan? lifetime = null, string? society = null, RsaSecurityKey? key = null)
        {
            var end = TimeProvider.System.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1));
            var claims = new Dictionary<string, object> { ["sub"] = "c0ffee", ["token_use"] = use, ["client_id"] = client, ["username"] = "anna", ["cognito:groups"] = new[] { group } };
            if (society is not null) claims["sluice:society"] = society;
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer ?? address,
                IssuedAt = end.AddHours(-2).UtcDateTime,
                Expires = end.UtcDateTime,
                Claims = claims,
                SigningCredentials = new(key ?? new RsaSecurityKey(rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
            });
        }

        internal HttpClient With(string token)
        {
            var http = Anonymous();
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return http;
        }

        protected override ServerOptions Set(ServerOptions options) => options with { People = options.People with { Foreign = new(new(address), ["app"]) } };
    }
}
