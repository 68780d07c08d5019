using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Gateways;
using Sluice.Metering.Gateways;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Api.Gateways;

/// <summary>How gateways do. They are made and revoked as credentials.</summary>
public static class GatewaysApi
{
    /// <summary>A gateway heard within this time is not silent.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(15);

    /// <summary>Adds <c>GET /api/gateways</c> and <c>GET /api/societies/{societyId}/gateways/{gatewayId}</c>.</summary>
    public static IEndpointRouteBuilder MapGateways(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/gateways", ListGateways).WithName("ListAllGateways").WithTags("Gateways").RequiresInBody(Permission.CredentialManage);
        app.MapGet("/api/societies/{societyId}/gateways/{gatewayId}", GetGateway).WithName("GetGateway").WithTags("Gateways").Requires(Permission.CredentialManage);
        return app;
    }

    /// <summary>The gateways of the caller's societies; a page is of so many societies.</summary>
    private static Task<IResult> ListGateways(
        Access.Access access, ISocietyStore societies, ICredentialStore credentials, GatewayActivity activity, TimeProvider clock, CancellationToken ct, string? limit = null, string? next = null) =>
        Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await societies.ListAsync(access.Caller, cursor, size, ct);
            var gateways = new List<GatewayDto>();
            foreach (var society in page.Items)
            {
                if (!access.TryEnter(society.Id, out var scope)) continue;
                foreach (var gateway in await credentials.ListAsync(scope, CredentialKind.Gateway, ct)) gateways.Add(ToDto(gateway, activity, clock.GetUtcNow()));
            }
            return new GatewaysPage { Gateways = gateways, Next = page.Next };
        }, WireJson.Default.GatewaysPage);

    private static async Task<IResult> GetGateway(string gatewayId, Access.Access access, ICredentialStore credentials, GatewayActivity activity, TimeProvider clock, CancellationToken ct) =>
        await credentials.FindAsync(gatewayId, ct) is { Credential: { Kind: CredentialKind.Gateway } gateway } && gateway.Society == access.Society.Society
            ? Results.Json(ToDto(gateway, activity, clock.GetUtcNow()), WireJson.Default.GatewayDto)
            : Problem.NotYours();

    private static GatewayDto ToDto(Credential gateway, GatewayActivity activity, DateTimeOffset now)
    {
        var figures = activity.Find(gateway.Id)?.Figures(now);
        var lastHeard = figures?.LastHeard > gateway.LastUsedAt ? figures.LastHeard : gateway.LastUsedAt ?? figures?.LastHeard;
        return new()
        {
            Id = gateway.Id,
            SocietyId = gateway.Society.Text,
            Name = gateway.Name,
            State = !gateway.IsInForce(now) ? "revoked"
                : figures?.IsOnline == true ? "connected"
                : lastHeard is null ? "never"
                : now - lastHeard < SilentAfter ? "heard" : "silent",
            LastHeard = lastHeard,
            TelegramsLastHour = figures?.LastHour ?? 0,
            TelegramsLastDay = figures?.LastDay ?? 0,
            Meters = figures?.Meters ?? 0,
            Unreadable = figures?.Unreadable ?? 0,
            Refused = figures?.Refused ?? 0,
            LastProblem = figures?.LastProblem,
            LastProblemAt = figures?.LastProblemAt,
            Since = activity.Since,
        };
    }
}
