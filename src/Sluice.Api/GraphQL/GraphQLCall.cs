using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Api.GraphQL;

/// <summary>One operation under way: who asks, over which connection, and what its levels load together.</summary>
/// <param name="http">The request; of a WebSocket the one that opened it.</param>
/// <param name="caller">Who asks.</param>
/// <param name="authorization">The <c>Authorization</c> header that says so.</param>
internal sealed class GraphQLCall(HttpContext http, Caller caller, string authorization) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    private readonly ConcurrentDictionary<(string Name, SocietyId Society), object> batches = new();

    public HttpContext Http => http;

    public Caller Caller => caller;

    public string Authorization => authorization;

    /// <summary>While a subscription begins: where its field says what it is about.</summary>
    public Live.LiveSource? Source { get; init; }

    /// <summary>What happened, for a subscription.</summary>
    public object? Happened { get; init; }

    public T Service<T>() where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>Lets the caller into a society that exists; null: it does not, or the caller may not.</summary>
    public SocietyScope? Enter(SocietyId society, Permission permission) =>
        Service<SocietyDirectory>().Contains(society) && Authorizer.TryEnter(caller, society, permission, out var scope) ? scope : null;

    /// <summary>The batch of a name in a society; all fields that use the name load together.</summary>
    public Batch<TKey, TValue> Batch<TKey, TValue>(
        string name, SocietyScope scope, int most, Func<SocietyScope, IReadOnlyCollection<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> load) where TKey : notnull =>
        (Batch<TKey, TValue>)batches.GetOrAdd((name, scope.Society), _ => new Batch<TKey, TValue>((keys, ct) => load(scope, keys, ct), most));
}
