using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Audit;
using Sluice.Api.Limits;
using Sluice.Api.Problems;
using Sluice.Metering.Identity;

namespace Sluice.Api.Access;

/// <summary>Enforces the endpoint's <see cref="AccessRule"/>: the only way to a handler leads through here.</summary>
public sealed class AccessMiddleware(RequestDelegate next, ICallerAuthenticator callers, AuditWriter audit, RateLimiting limits, IEnumerable<ISocietyLookup> lookups)
{
    private readonly ISocietyLookup[] lookups = [.. lookups];

    /// <summary>Lets the request through, or answers 401, 403 or 404.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint)   // none, or the framework's own that answers 405
        {
            await next(http);
            return;
        }
        var rule = endpoint.Metadata.GetMetadata<AccessRule>();
        if (rule is null)
        {
            await Problem.Forbidden().ExecuteAsync(http);
            return;
        }
        var caller = await callers.AuthenticateAsync(http);
        var (access, refusal) = rule.OpenBecause is not null ? Open(http, rule, caller) : await DecideAsync(http, rule, caller);
        if (access is null)
        {
            if (refusal is null) http.Response.Headers.WWWAuthenticate = "Bearer";
            refusal ??= Problem.NoToken();
            if (rule.Audit is { } action) await audit.RefusedAsync(http, action, caller, ((IStatusCodeHttpResult)refusal).StatusCode ?? 0);
            await refusal.ExecuteAsync(http);
            return;
        }
        if (LimitedBy(access) is { } limited && limits.RefuseSociety(http, limited) is { } tooMany)
        {
            await tooMany.ExecuteAsync(http);
            return;
        }
        http.Features.Set(access);
        await next(http);
    }

    /// <summary>The society whose share of the server this request uses: the one it is about, or the only one of its caller.</summary>
    private static SocietyId? LimitedBy(Access access) => access.Entered ?? (access.Caller is { Role: not Role.SuperAdmin, Societies.Count: 1 } one ? one.Societies.First() : null);

    private static (Access?, IResult?) Open(HttpContext http, AccessRule rule, Caller caller) =>
        rule.Elsewhere == InstallationPermission.None || ThisMachine.Asks(http) || Authorizer.TryEnter(caller, rule.Elsewhere, out _)
            ? (new(rule, caller), null)
            : (null, caller.Subject.Length > 0 ? Problem.Forbidden() : null);

    private async ValueTask<(Access?, IResult?)> DecideAsync(HttpContext http, AccessRule rule, Caller caller)
    {
        if (caller.Role == Role.None) return (null, caller.Subject.Length > 0 ? Problem.Forbidden() : null);
        if (rule.Installation != InstallationPermission.None)
            return Authorizer.TryEnter(caller, rule.Installation, out var installation) ? (new(rule, caller, installation: installation), null) : (null, Problem.Forbidden());
        if (rule.AnyRole) return (new(rule, caller), null);
        if (!Authorizer.Allows(caller.Role, rule.Society)) return (null, Problem.Forbidden());
        if (rule.FromBody) return (new(rule, caller), null);
        // What is not there and what is not the caller's look alike.
        return await SocietyAsync(http) is { } id && Authorizer.TryEnter(caller, id, rule.Society, out var society)
            ? (new(rule, caller, society), null)
            : (null, Problem.NotYours());
    }

    private async ValueTask<SocietyId?> SocietyAsync(HttpContext http)
    {
        if (http.GetRouteValue("societyId") is string text) return SocietyId.TryParse(text, out var id) ? id : null;
        foreach (var lookup in lookups)
            if (http.GetRouteValue(lookup.RouteParameter) is string value) return await lookup.FindAsync(value, http.RequestAborted);
        return null;
    }
}
