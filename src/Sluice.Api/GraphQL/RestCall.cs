using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Contracts;

namespace Sluice.Api.GraphQL;

/// <summary>Carries out a REST operation for a mutation, in this process: the same access rule, the same checks, the same entry in the audit log. There is one way to change anything.</summary>
public sealed class RestCall(IEnumerable<EndpointDataSource> sources, IServiceProvider services)
{
    private readonly Lazy<Dictionary<string, RouteEndpoint>> operations = new(() => sources.SelectMany(static s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(static e => e.Metadata.GetMetadata<IEndpointNameMetadata>() is not null).ToDictionary(static e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName));

    private readonly Lazy<RequestDelegate> pipeline = new(() =>
    {
        var access = ActivatorUtilities.CreateInstance<AccessMiddleware>(services, (RequestDelegate)(static http => http.GetEndpoint()!.RequestDelegate!(http)));
        return ActivatorUtilities.CreateInstance<ProblemMiddleware>(services, (RequestDelegate)access.InvokeAsync).InvokeAsync;
    });

    /// <summary>Sends a request of the caller of a mutation.</summary>
    /// <param name="call">Whose.</param>
    /// <param name="operation">The operation's name, as in docs/openapi.json.</param>
    /// <param name="route">The values in its address.</param>
    /// <param name="body">The body; null: none.</param>
    /// <param name="version">The version that was read, for <c>If-Match</c>; null: whichever there is.</param>
    /// <param name="type">How the answer is read.</param>
    /// <exception cref="GraphQLProblem">It was refused: with the code and the words REST has.</exception>
    internal async Task<T> SendAsync<T>(GraphQLCall call, string operation, IReadOnlyDictionary<string, string> route, JsonObject? body, JsonTypeInfo<T> type, int? version = null, CancellationToken ct = default)
    {
        var answer = await SendAsync(call, operation, route, body, version, ct);
        return answer.Length == 0 ? default! : JsonSerializer.Deserialize(answer.Span, type)!;
    }

    /// <inheritdoc cref="SendAsync{T}"/>
    internal async Task<ReadOnlyMemory<byte>> SendAsync(GraphQLCall call, string operation, IReadOnlyDictionary<string, string> route, JsonObject? body, int? version, CancellationToken ct)
    {
        var endpoint = operations.Value[operation];
        await using var scope = services.CreateAsyncScope();
        using var content = new MemoryStream(body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.JsonObject));
        using var answer = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = ct };
        var from = call.Http;
        http.Connection.RemoteIpAddress = from.Connection.RemoteIpAddress;
        http.Request.Method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
        http.Request.Scheme = from.Request.Scheme;
        http.Request.Host = from.Request.Host;
        http.Request.Path = endpoint.RoutePattern.RawText;
        http.Request.Headers.Authorization = call.Authorization;
        http.Request.Headers.IfMatch = version is { } read ? string.Create(CultureInfo.InvariantCulture, $"\"{read}\"") : "*";
        foreach (var (name, value) in route) http.Request.RouteValues[name] = value;
        if (body is not null)
        {
            http.Request.ContentType = "application/json";
            http.Request.ContentLength = content.Length;
            http.Request.Body = content;
        }
        http.Response.Body = answer;
        http.SetEndpoint(endpoint);
        await pipeline.Value(http);
        await http.Response.CompleteAsync();
        var bytes = answer.ToArray();
        if (http.Response.StatusCode < StatusCodes.Status400BadRequest) return bytes;
        var problem = JsonSerializer.Deserialize(bytes, WireJson.Default.ProblemDto)!;
        throw GraphQLProblem.Of(http.Response.StatusCode, problem.Code, $"{problem.Title} {problem.Detail}");
    }
}
