using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Health;
using Sluice.Api.Page;
using Sluice.Api.People;
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
        app.UseMiddleware<AccessMiddleware>();
        app.MapTelegrams();
        app.MapReadings();
        app.MapAudit();
        app.MapHealth();
        app.MapCredentials();
        app.MapPage();
        ThrowIfARouteHasNoRule(app);
        return app;
    }

    private static void ThrowIfARouteHasNoRule(IEndpointRouteBuilder app)
    {
        var bare = app.DataSources.SelectMany(static s => s.Endpoints).Where(static e => e.Metadata.GetMetadata<AccessRule>() is null).Select(static e => e.DisplayName).ToList();
        if (bare.Count > 0) throw new InvalidOperationException($"Nobody says who may call: {string.Join(", ", bare)}.");
    }

    private static async Task Guard(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        try
        {
            await next(http);
            if (NothingSaid(http.Response))
            {
                if (http.Response.StatusCode == StatusCodes.Status404NotFound) await Problem.NotFound().ExecuteAsync(http);
                if (http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed) await Problem.MethodNotAllowed(http.Response.Headers.Allow.ToString()).ExecuteAsync(http);
            }
        }
        catch (StorageException e) when (!http.Response.HasStarted)
        {
            await Problem.Storage(e, receipt: null).ExecuteAsync(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Problem.Of(e.StatusCode, "BadRequest", "The request cannot be read.", e.Message).ExecuteAsync(http);
        }
        catch (Exception e) when (e is ConnectionResetException || (e is IOException or OperationCanceledException && http.RequestAborted.IsCancellationRequested))
        {
            http.Abort();   // the caller went away, as phones do: nobody to answer, nothing for the log
        }
    }

    /// <summary>True while no feature has answered.</summary>
    private static bool NothingSaid(HttpResponse response) => !response.HasStarted && response.ContentType is null && response.ContentLength is null;

    private static Task WhenReady(HttpContext http, RequestDelegate next)
    {
        var readiness = (Readiness)http.RequestServices.GetService(typeof(Readiness))!;
        if (readiness.State == ServerState.Ready || !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) return next(http);
        http.Response.Headers.RetryAfter = "1";
        return (readiness.State == ServerState.Starting ? Problem.Starting() : Problem.Stopping()).ExecuteAsync(http);
    }
}
