using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.Alerts;
using Sluice.Api.Audit;
using Sluice.Api.Exports;
using Sluice.Api.GraphQL;
using Sluice.Api.Gateways;
using Sluice.Api.Health;
using Sluice.Api.Idempotency;
using Sluice.Api.Imports;
using Sluice.Api.Jobs;
using Sluice.Api.Limits;
using Sluice.Api.Live;
using Sluice.Api.OpenApi;
using Sluice.Api.Keys;
using Sluice.Api.Meters;
using Sluice.Api.Notifications;
using Sluice.Api.Page;
using Sluice.Api.People;
using Sluice.Api.Problems;
using Sluice.Api.Readings;
using Sluice.Api.Sessions;
using Sluice.Api.Societies;
using Sluice.Api.Telegrams;
using Sluice.Api.Validation;
using Sluice.Api.Webhooks;

namespace Sluice.Api;

/// <summary>The whole interface.</summary>
public static class SluiceApi
{
    /// <summary>Adds every feature and what they share: problems, headers, the answer before the server is ready.</summary>
    /// <param name="app">The application.</param>
    /// <param name="publicHost">The name it answers under beside those of this machine; null: none.</param>
    /// <param name="identity">Puts the built-in issuer before the endpoints; null: there is none.</param>
    /// <param name="more">Adds the host's own endpoints; null: none.</param>
    /// <param name="plainPage">False: the host has something better at <c>/</c>.</param>
    public static WebApplication MapSluice(this WebApplication app, string? publicHost, Action<WebApplication>? identity = null, Action<IEndpointRouteBuilder>? more = null, bool plainPage = true)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.Use(static (http, next) => http.RequestServices.GetRequiredService<RateLimiting>().RefuseAddress(http) is { } problem ? problem.ExecuteAsync(http) : next(http));
        app.Use(next => new KnownHosts(next, publicHost).InvokeAsync);
        app.Use(WhenReady);
        app.UseWebSockets();
        app.UseRouting();
        app.Use(static (http, next) =>
        {
            LiveTickets.Exchange(http);
            return next(http);
        });
        identity?.Invoke(app);
        app.UseWebSockets();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<IdempotencyMiddleware>();
        app.MapTelegrams();
        app.MapSocieties();
        app.MapStructure();
        app.MapResidents();
        app.MapRegisteredMeters();
        app.MapKeys();
        app.MapDecrypt();
        app.MapUndecoded();
        app.MapReadings();
        app.MapSessions();
        app.MapSocietyReadings();
        app.MapAudit();
        app.MapJobs();
        app.MapLive();
        app.MapImports();
        app.MapExports();
        app.MapHealth();
        app.MapCredentials().MapGateways();
        app.MapPeople();
        app.MapMe();
        app.MapVersions();
        app.MapDial();
        app.MapEstimates();
        app.MapRules();
        app.MapAlerts();
        app.MapWebhooks();
        app.MapGraphQL();
        app.MapNotifications();
        app.MapPage(plainPage);
        app.MapOpenApiPages();
        more?.Invoke(app);
        ThrowIfARouteHasNoRule(app);
        return app;
    }

    private static void ThrowIfARouteHasNoRule(IEndpointRouteBuilder app)
    {
        var bare = app.DataSources.SelectMany(static s => s.Endpoints).Where(static e => e.Metadata.GetMetadata<AccessRule>() is null).Select(static e => e.DisplayName).ToList();
        if (bare.Count > 0) throw new InvalidOperationException($"Nobody says who may call: {string.Join(", ", bare)}.");
    }

    private static Task WhenReady(HttpContext http, RequestDelegate next)
    {
        var readiness = (Readiness)http.RequestServices.GetService(typeof(Readiness))!;
        if (readiness.State == ServerState.Ready || !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) return next(http);
        http.Response.Headers.RetryAfter = "1";
        return (readiness.State == ServerState.Starting ? Problem.Starting() : Problem.Stopping()).ExecuteAsync(http);
    }
}
