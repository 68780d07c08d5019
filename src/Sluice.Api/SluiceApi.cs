using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Health;
using Sluice.Api.Page;
using Sluice.Api.Problems;
using Sluice.Api.Readings;
using Sluice.Api.Telegrams;
using Sluice.Metering.Storage;

namespace Sluice.Api;

/// <summary>The whole interface.</summary>
public static class SluiceApi
{
    /// <summary>Adds every feature and what they share: problems, headers, the answer before the server is ready.</summary>
    /// <param name="app">The application.</param>
    /// <param name="localOnly">True: answers this machine only.</param>
    public static WebApplication MapSluice(this WebApplication app, bool localOnly)
    {
        app.Use(Guard);
        if (localOnly) app.UseMiddleware<LocalOnly>();
        app.Use(WhenReady);
        app.UseRouting();
        app.MapTelegrams();
        app.MapReadings();
        app.MapHealth();
        app.MapPage();
        app.MapFallback(static () => Problem.NotFound());
        return app;
    }

    private static async Task Guard(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        try
        {
            await next(http);
        }
        catch (StorageException e) when (!http.Response.HasStarted)
        {
            await Problem.Storage(e, receipt: null).ExecuteAsync(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Problem.Of(e.StatusCode, "BadRequest", "The request cannot be read.", e.Message).ExecuteAsync(http);
        }
    }

    private static Task WhenReady(HttpContext http, RequestDelegate next)
    {
        var readiness = (Readiness)http.RequestServices.GetService(typeof(Readiness))!;
        if (readiness.State == ServerState.Ready || !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) return next(http);
        http.Response.Headers.RetryAfter = "1";
        return (readiness.State == ServerState.Starting ? Problem.Starting() : Problem.Stopping()).ExecuteAsync(http);
    }
}
