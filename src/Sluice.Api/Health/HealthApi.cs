using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Contracts;
using Sluice.Contracts.Health;

namespace Sluice.Api.Health;

/// <summary>Whether the server is ready.</summary>
public static class HealthApi
{
    private static readonly string Version = typeof(HealthApi).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Adds <c>GET /health</c>: 200 when ready, 503 before.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], GetHealth).WithName("GetHealth").OpenToAnybody("load balancers and watchdogs ask before anybody can log in");
        return app;
    }

    private static IResult GetHealth(Readiness readiness) => Results.Json(
        new HealthDto { Status = readiness.State.ToString().ToLowerInvariant(), Version = Version },
        WireJson.Default.HealthDto,
        statusCode: readiness.State == ServerState.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
