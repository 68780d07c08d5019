using System.Runtime.CompilerServices;
using GraphQL;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.Limits;
using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL.Live;

/// <summary>Runs an operation for a transport that takes many results: one for a query or mutation, one for each event of a subscription.</summary>
public sealed class LiveOperation(QueryRunner runner, ICallerAuthenticator callers, RateLimiting rates, LiveLimits limits, TimeProvider clock)
{
    /// <summary>The limits.</summary>
    public LiveLimits Limits => limits;

    /// <summary>Finds out who a token belongs to.</summary>
    /// <param name="http">The request that opened the connection.</param>
    /// <param name="authorization">The <c>Authorization</c> header, or what stands for it.</param>
    public async ValueTask<Caller> WhoAsync(HttpContext http, string authorization)
    {
        await using var scope = http.RequestServices.CreateAsyncScope();
        var asked = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = http.RequestAborted };
        asked.Request.Headers.Authorization = authorization;
        return await callers.AuthenticateAsync(asked);
    }

    /// <summary>The results. Waits for who takes them: what happens meanwhile comes together. Ends when the operation has no more to say, or the caller may no longer ask.</summary>
    internal async IAsyncEnumerable<ExecutionResult> RunAsync(GraphQLRequest request, HttpContext http, Caller caller, string authorization, [EnumeratorCancellation] CancellationToken ct)
    {
        if (Refused(caller) is { } tooMany)
        {
            yield return QueryRunner.Failed(tooMany);
            yield break;
        }
        var (ready, refused) = Prepare(request);
        if (ready is null)
        {
            yield return QueryRunner.Failed(refused!);
            yield break;
        }
        using var source = new LiveSource();
        var first = await runner.RunAsync(ready, new GraphQLCall(http, caller, authorization) { Source = source }, ct);
        if (ready.Operation != OperationType.Subscription || first.Errors?.Count > 0)
        {
            yield return ready.Operation == OperationType.Subscription ? new() { Errors = first.Errors } : first;   // one that was refused has never begun
            yield break;
        }
        var check = clock.GetUtcNow() + limits.CheckEvery;
        await foreach (var happened in source.Events(ct).WithCancellation(ct))
        {
            if (clock.GetUtcNow() >= check)
            {
                if (await WhoAsync(http, authorization) is var now && (now.Role != caller.Role || !now.Societies.SetEquals(caller.Societies)))
                {
                    yield return QueryRunner.Failed(GraphQLProblem.Of(StatusCodes.Status401Unauthorized, "NoToken", "The token has expired, or your rights have changed; connect again."));
                    yield break;
                }
                check = clock.GetUtcNow() + limits.CheckEvery;
            }
            if (happened is not null) yield return await runner.RunAsync(ready, new GraphQLCall(http, caller, authorization) { Happened = happened }, ct);
        }
    }

    private (ReadyQuery? Ready, ExecutionError? Refused) Prepare(GraphQLRequest request)
    {
        try
        {
            return (runner.Prepare(request), null);
        }
        catch (GraphQLProblem e)
        {
            return (null, e);
        }
    }

    /// <summary>Operations on a connection count for the society's share of the server as requests do.</summary>
    private GraphQLProblem? Refused(Caller caller) =>
        caller is { Role: not Role.SuperAdmin, Societies.Count: 1 } && rates.RefuseSociety(new DefaultHttpContext(), caller.Societies.First()) is not null
            ? GraphQLProblem.Of(StatusCodes.Status429TooManyRequests, "TooManyRequests", "Too many requests; try again in a second.") : null;
}

/// <summary>Where the events of a subscription come from: set by the field that was subscribed to.</summary>
internal sealed class LiveSource : IDisposable
{
    /// <summary>The events; a null now and then while there are none.</summary>
    public Func<CancellationToken, IAsyncEnumerable<object?>> Events { get; set; } = static _ => throw new InvalidOperationException("The subscription has no source.");

    /// <summary>What is given back when it ends.</summary>
    public List<IDisposable> Held { get; } = [];

    public void Dispose()
    {
        foreach (var one in Held) one.Dispose();
    }
}
