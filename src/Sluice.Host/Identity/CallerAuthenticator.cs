using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using Sluice.Api.Access;
using Sluice.Host.Identity.Issuer;
using Sluice.Host.Identity.People;
using Sluice.Metering.Identity;

namespace Sluice.Host.Identity;

/// <summary>Finds out who asks, by the bearer token.</summary>
internal sealed class CallerAuthenticator(CallerParser parser, CredentialAuthenticator credentials, TokenCache cache, PersonStates people, PeopleOptions options) : ICallerAuthenticator
{
    private const string Scheme = "Bearer ";
    private const int MaxToken = 8 * 1024;

    public async ValueTask<Caller> AuthenticateAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { Length: <= MaxToken } text || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Caller.Nobody;
        var token = text[Scheme.Length..].Trim();
        if (CredentialSecret.TryParse(token, out var kind, out var id, out var hash)) return await credentials.AuthenticateAsync(kind, id, hash, http.RequestAborted);
        if ((cache.Find(token) ?? await CheckAsync(http, token)) is not { } who || !await IsStillGoodAsync(who, http.RequestAborted)) return Caller.Nobody;
        return await parser.ParseAsync(who, http.RequestAborted);
    }

    /// <summary>False when the person was disabled, or their role, password or second factor changed, or the device was revoked, since the token was made.</summary>
    private async ValueTask<bool> IsStillGoodAsync(ClaimsPrincipal who, CancellationToken ct)
    {
        if (who.FindFirst(ConnectEndpoints.StampClaim)?.Value is not { } stamp) return true;   // a script's: good as long as its key
        if (people.IsRevoked(who.FindFirst(OpenIddictConstants.Claims.Private.AuthorizationId)?.Value)) return false;
        return await people.FindAsync(who.FindFirst("sub")?.Value ?? "", ct) is { } state && state.Stamp == stamp;
    }

    private async ValueTask<ClaimsPrincipal?> CheckAsync(HttpContext http, string token)
    {
        var isForeign = ForeignTokens.IsOf(options.Foreign, token);
        var result = await http.AuthenticateAsync(isForeign ? ForeignTokens.Scheme : JwtBearerDefaults.AuthenticationScheme);
        if (!result.Succeeded) return null;
        var who = isForeign ? ForeignTokens.WithoutOurs(result.Principal) : result.Principal;
        if (result.Properties?.ExpiresUtc is { } until) cache.Add(token, who, until);
        return who;
    }
}
