using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Contracts;
using Sluice.Contracts.Health;
using Sluice.Metering.Identity;

namespace Sluice.Api.Health;

/// <summary>Whether the server is ready.</summary>
public static class HealthApi
{
    private static readonly string Version = typeof(HealthApi).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Adds <c>GET /health</c>: 200 when ready, 503 before.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], GetHealth).WithName("GetHealth").OpenToAnybody("load balancers and watchdogs ask before anybody can log in");
        app.MapMethods("/health/ready", [HttpMethods.Get, HttpMethods.Head], GetReady).WithName("GetReady").OpenToAnybody("load balancers and watchdogs ask before anybody can log in");
        return app;
    }

    /// <summary>200 when the server can do its work. What exactly was looked at only those learn who may observe the installation, or ask from this machine.</summary>
    private static async Task<IResult> GetReady(HttpContext http, Access.Access access, Readiness readiness, IHealthChecks checks, CancellationToken ct)
    {
        var found = readiness.State == ServerState.Ready ? await checks.CheckAsync(ct) : [];
        var isReady = readiness.State == ServerState.Ready && found.All(static c => c.IsFine || !c.IsCritical);
        var tell = ThisMachine.Asks(http) || Authorizer.TryEnter(access.Caller, InstallationPermission.Observe, out _);
        return Results.Json(
            new HealthDto
            {
                Status = isReady ? "ready" : readiness.State == ServerState.Ready ? "broken" : readiness.State.ToString().ToLowerInvariant(),
                Version = Version,
                Checks = tell ? [.. found.Select(static c => new HealthCheckDto { Name = c.Name, Fine = c.IsFine, Detail = c.Detail })] : null,
            },
            WireJson.Default.HealthDto,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult GetHealth(Readiness readiness) => Results.Json(
        new HealthDto { Status = readiness.State.ToString().ToLowerInvariant(), Version = Version },
        WireJson.Default.HealthDto,
        statusCode: readiness.State == ServerState.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
