using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sluice.Api.Access;
using Sluice.Host.Identity.Issuer;

namespace Sluice.Host.Identity;

/// <summary>Access tokens of another issuer, in the shape Cognito makes them: no <c>aud</c>, but <c>token_use</c> and <c>client_id</c>.</summary>
internal static class ForeignTokens
{
    public const string Scheme = "Foreign";

    private static readonly string[] OurOwn = [CallerParser.SocietyClaim, ConnectEndpoints.StampClaim];

    public static AuthenticationBuilder AddForeign(this AuthenticationBuilder schemes, ForeignIssuer foreign)
    {
        var clients = foreign.ClientIds.ToHashSet(StringComparer.Ordinal);
        return schemes.AddJwtBearer(Scheme, jwt =>
        {
            jwt.Authority = foreign.Issuer.ToString().TrimEnd('/');
            jwt.RequireHttpsMetadata = foreign.Issuer.Scheme == Uri.UriSchemeHttps;
            jwt.BackchannelTimeout = TimeSpan.FromSeconds(10);
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new()
            {
                ValidIssuer = jwt.Authority,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
                AudienceValidator = (_, token, _) => token is JsonWebToken jwt && Claim(jwt, "token_use") == "access" && clients.Contains(Claim(jwt, "client_id")),
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = "username",
            };
        });
    }

    /// <summary>True when the token says it is of that issuer; says nothing about whether it is.</summary>
    public static bool IsOf(ForeignIssuer? foreign, string token)
    {
        if (foreign is null) return false;
        try
        {
            return new JsonWebToken(token).Issuer == foreign.Issuer.ToString().TrimEnd('/');
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return false;   // no token at all
        }
    }

    /// <summary>The principal without the claims that only we may write: a society is never taken from somebody else's token.</summary>
    public static ClaimsPrincipal WithoutOurs(ClaimsPrincipal who) => new(new ClaimsIdentity(who.Claims.Where(static c => !OurOwn.Contains(c.Type)), Scheme));

    private static string Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : "";
}
