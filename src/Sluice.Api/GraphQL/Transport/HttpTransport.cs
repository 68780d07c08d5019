using System.Text.Json;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Sluice.Api.Problems;

namespace Sluice.Api.GraphQL.Transport;

/// <summary>GraphQL over HTTP POST: <c>application/json</c>, and <c>application/graphql-response+json</c> for who asks for it (GraphQL over HTTP, draft of May 2025).</summary>
internal static class HttpTransport
{
    private const string Json = "application/json", Response = "application/graphql-response+json";

    /// <summary>Writes results.</summary>
    public static GraphQLSerializer Serializer { get; } = new(new Codes());

    public static async Task<IResult> PostAsync(HttpContext http, Access.Access access, QueryRunner runner)
    {
        if (Accepted(http.Request) is not { } type)
            return Problem.Of(StatusCodes.Status406NotAcceptable, "NotAcceptable", "No such answer is made here.", $"Accept {Response} or {Json}; streams are at /api/graphql/stream.");
        if (!http.Request.HasJsonContentType()) return Problem.NotJson();
        List<GraphQLRequest> requests;
        bool isBatch;
        try
        {
            using var body = await ReadAsync(http, runner.Limits.MaxBodyBytes);
            (requests, isBatch) = Parse(body.RootElement, runner.Limits);
        }
        catch (GraphQLProblem e)
        {
            return new Answer(QueryRunner.Failed(e), type, e.Status);
        }
        try
        {
            var ready = new List<ReadyQuery>();
            foreach (var request in requests) ready.Add(runner.Prepare(request, ready.Sum(static r => r.Cost)));
            var results = new List<ExecutionResult>();
            foreach (var one in ready) results.Add(await RunAsync(one, http, access, runner));
            return isBatch ? new Answer(results, type, StatusCodes.Status200OK) : new Answer(results[0], type, StatusOf(results[0], type));
        }
        catch (GraphQLProblem e)
        {
            var failed = QueryRunner.Failed(e);
            return new Answer(failed, type, StatusOf(failed, type));
        }
    }

    /// <summary>Reads a body of JSON.</summary>
    /// <exception cref="GraphQLProblem">It is too large, or no JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext http, int most)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = most;
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, new() { MaxDepth = 32 }, http.RequestAborted);
        }
        catch (JsonException e)
        {
            throw GraphQLProblem.BadArgument("BadJson", $"The body is no JSON from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on.");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw GraphQLProblem.Of(e.StatusCode, "BodyTooLarge", $"A body here has at most {most} bytes.");
        }
    }

    private static (List<GraphQLRequest> Requests, bool IsBatch) Parse(JsonElement json, QueryLimits limits)
    {
        if (json.ValueKind != JsonValueKind.Array) return ([GraphQLRequest.Parse(json)], false);
        if (json.GetArrayLength() is var count && (count == 0 || count > limits.MaxBatch))
            throw GraphQLProblem.BadArgument("BatchTooLarge", $"A request has 1 to {limits.MaxBatch} operations; this one has {count}.");
        return ([.. json.EnumerateArray().Select(GraphQLRequest.Parse)], true);
    }

    private static async Task<ExecutionResult> RunAsync(ReadyQuery query, HttpContext http, Access.Access access, QueryRunner runner)
    {
        if (query.Operation == OperationType.Subscription)
            throw GraphQLProblem.BadArgument("NotHere", "Subscriptions go over a WebSocket to this address, or as Server-Sent Events: POST /api/graphql/stream.");
        return await runner.RunAsync(query, new(http, access.Caller, http.Request.Headers.Authorization.ToString()), http.RequestAborted);
    }

    /// <summary>What cannot be run at all is 400 for those who know the newer type; clients of the older one read every answer of 200.</summary>
    private static int StatusOf(ExecutionResult result, string type) => type == Response && !result.Executed ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;

    /// <summary>The media type to answer with; null: none of those accepted.</summary>
    private static string? Accepted(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return Json;
        if (!MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.Select(static a => a ?? "")], out var list)) return null;
        foreach (var wanted in list.OrderByDescending(static a => a.Quality ?? 1))
        {
            if (wanted.MediaType == Response) return Response;
            if (wanted.MediaType == Json || wanted.MatchesAllTypes || wanted.MediaType == "application/*") return Json;
        }
        return null;
    }

    /// <summary>A result, or a list of them.</summary>
    private sealed class Answer(object result, string type, int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = $"{type}; charset=utf-8";
            await Serializer.WriteAsync(httpContext.Response.Body, result, httpContext.RequestAborted);
        }
    }
}
