using System.Diagnostics.CodeAnalysis;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Api.GraphQL.Live;
using Sluice.Api.Problems;

namespace Sluice.Api.GraphQL.Transport;

/// <summary>GraphQL over Server-Sent Events, distinct connections mode of the graphql-sse protocol: each request its own stream of <c>next</c>, then <c>complete</c>.</summary>
internal static class EventStream
{
    private static readonly ReadOnlyMemory<byte> Next = "event: next\ndata: "u8.ToArray(), End = "\n\n"u8.ToArray(), Complete = "event: complete\ndata: \n\n"u8.ToArray(), Alive = ":\n\n"u8.ToArray();

    public static async Task<IResult> PostAsync(HttpContext http, Access.Access access, LiveOperation live, QueryRunner runner)
    {
        if (!http.Request.HasJsonContentType()) return Problem.NotJson();
        if (!http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
            return Problem.Of(StatusCodes.Status406NotAcceptable, "NotAcceptable", "No such answer is made here.", "Accept text/event-stream; answers in one piece are at /api/graphql.");
        try
        {
            using var body = await HttpTransport.ReadAsync(http, runner.Limits.MaxBodyBytes);
            return new Stream(GraphQLRequest.Parse(body.RootElement), access, live);
        }
        catch (GraphQLProblem e)
        {
            return Problem.Of(e.Status, e.Code!, "The request cannot be read.", e.Message);
        }
    }

    [SuppressMessage("Reliability", "CA2025", Justification = "The tasks are awaited before what they use is disposed.")]
    private sealed class Stream(GraphQLRequest request, Access.Access access, LiveOperation live) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await response.StartAsync(httpContext.RequestAborted);
            using var turn = new SemaphoreSlim(1);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
            var alive = KeepAliveAsync(response, turn, ending.Token);
            try
            {
                await foreach (var result in live.RunAsync(request, httpContext, access.Caller, httpContext.Request.Headers.Authorization.ToString(), ending.Token)) await SendAsync(response, turn, result, ending.Token);
                await turn.WaitAsync(ending.Token);
                await response.Body.WriteAsync(Complete, ending.Token);
            }
            catch (OperationCanceledException)
            {
                httpContext.Abort();   // who asked went away, or does not take what comes
            }
            await ending.CancelAsync();
            await alive;
        }

        private async Task SendAsync(HttpResponse response, SemaphoreSlim turn, ExecutionResult result, CancellationToken ct)
        {
            using var text = new MemoryStream();
            await HttpTransport.Serializer.WriteAsync(text, result, ct);   // one line: the serializer does not indent
            await WriteAsync(response, turn, ct, Next, text.GetBuffer().AsMemory(0, (int)text.Length), End);
        }

        private async Task WriteAsync(HttpResponse response, SemaphoreSlim turn, CancellationToken ct, params ReadOnlyMemory<byte>[] parts)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
            late.CancelAfter(live.Limits.SendWithin);
            await turn.WaitAsync(late.Token);
            try
            {
                foreach (var part in parts) await response.Body.WriteAsync(part, late.Token);
                await response.Body.FlushAsync(late.Token);
            }
            finally
            {
                turn.Release();
            }
        }

        private async Task KeepAliveAsync(HttpResponse response, SemaphoreSlim turn, CancellationToken ct)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(live.Limits.Ping, ct);
                    await WriteAsync(response, turn, ct, Alive);
                }
            }
            catch (OperationCanceledException)
            {
                // The stream has ended.
            }
        }
    }
}
