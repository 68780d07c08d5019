using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sluice.Api.Telemetry;
using Sluice.Metering.Storage;

namespace Sluice.Api.Problems;

/// <summary>The outermost part of the interface: whatever happens inside becomes a problem with a code, never a bare status or a stack trace.</summary>
public sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    /// <summary>Runs the rest and answers for it when it did not.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "same-origin";   // with none at all browsers name no origin for our own forms either
        try
        {
            await next(http);
            if (NothingSaid(http.Response) && Unsaid(http.Response) is { } problem) await problem.ExecuteAsync(http);
        }
        catch (StorageException e) when (!http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = "10";
            await Problem.Storage(e, receipt: null).ExecuteAsync(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await BadRequest(e).ExecuteAsync(http);
        }
        catch (Exception e) when (e is ConnectionResetException || (e is IOException or OperationCanceledException && http.RequestAborted.IsCancellationRequested))
        {
            http.Abort();   // the caller went away, as phones do: nobody to answer, nothing for the log
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            // The one place that takes anything. Messages of exceptions may quote what was sent, so the log gets types and places only.
            var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
            log.LogError("Unexpected {Types} in {Method} {Route}, trace {Trace}: {Stack}", Types(e), http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route", trace, e.StackTrace);
            await Problem.Unexpected(trace).ExecuteAsync(http);
        }
        RefusedRequests.Count(http.Response.StatusCode);
    }

    private static IResult? Unsaid(HttpResponse response) => response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problem.NotFound(),
        StatusCodes.Status405MethodNotAllowed => Problem.MethodNotAllowed(response.Headers.Allow.ToString()),
        StatusCodes.Status415UnsupportedMediaType => Problem.NotJson(),
        _ => null,
    };

    /// <summary>What could not be bound to a handler's parameters, in words for whoever sent it.</summary>
    private static IResult BadRequest(BadHttpRequestException e) => e switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.Of(e.StatusCode, "BodyTooLarge", "The body is too large.", "It is larger than this address takes; docs/limits.md has the sizes."),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problem.NotJson(),
        { InnerException: JsonException json } => JsonProblem.From(json),
        _ => Problem.Of(e.StatusCode, "BadRequest", "The request cannot be read.", e.Message),
    };

    /// <summary>True while no feature has answered.</summary>
    private static bool NothingSaid(HttpResponse response) => !response.HasStarted && response.ContentType is null && response.ContentLength is null;

    private static string Types(Exception e) => e.InnerException is { } inner ? $"{e.GetType().FullName} <- {Types(inner)}" : e.GetType().FullName!;
}
