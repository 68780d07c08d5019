using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Access;
using Sluice.Metering.Identity;

namespace Sluice.Host.Identity;

/// <summary>Finds out who asks, by the bearer token.</summary>
internal sealed class CallerAuthenticator(CallerParser parser, CredentialAuthenticator credentials, TokenCache cache) : ICallerAuthenticator
{
    private const string Scheme = "Bearer ";
    private const int MaxToken = 8 * 1024;

    public async ValueTask<Caller> AuthenticateAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { Length: <= MaxToken } text || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Caller.Nobody;
        var token = text[Scheme.Length..].Trim();
        if (CredentialSecret.TryParse(token, out var kind, out var id, out var hash)) return await credentials.AuthenticateAsync(kind, id, hash, http.RequestAborted);
        return (cache.Find(token) ?? await CheckAsync(http, token)) is { } who ? await parser.ParseAsync(who, http.RequestAborted) : Caller.Nobody;
    }

    private async ValueTask<ClaimsPrincipal?> CheckAsync(HttpContext http, string token)
    {
        var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (!result.Succeeded) return null;
        if (result.Properties?.ExpiresUtc is { } until) cache.Add(token, result.Principal, until);
        return result.Principal;
    }
}
