using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Api.Live;

/// <summary>Tickets for callers that cannot send headers, as browsers' EventSource and WebSocket: short-lived, good once, for one address, as whoever asked for it. Kept in memory as hashes.</summary>
/// <param name="options">How long they are good.</param>
/// <param name="clock">The clock.</param>
public sealed class LiveTickets(LiveOptions options, TimeProvider clock)
{
    /// <summary>Tickets that wait; when there are more, new ones are refused.</summary>
    private const int Max = 10_000;

    /// <summary>Tickets of one person that wait.</summary>
    private const int MaxPerPerson = 50;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Ticket> tickets = new(StringComparer.Ordinal);

    /// <summary>Makes a ticket; null when too many wait.</summary>
    /// <param name="person">The subject it is for.</param>
    /// <param name="path">The address it is for.</param>
    /// <param name="authorization">The header of whoever asks: the stream is theirs, and ends when their token does.</param>
    internal (string Text, DateTimeOffset ExpiresAt)? Make(string person, string path, string authorization)
    {
        var now = clock.GetUtcNow();
        var text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        lock (gate)
        {
            foreach (var old in tickets.Where(t => t.Value.ExpiresAt <= now).Select(static t => t.Key).ToList()) tickets.Remove(old);
            if (tickets.Count >= Max || tickets.Values.Count(t => t.Person == person) >= MaxPerPerson) return null;
            tickets.Add(Hash(text), new(person, path, authorization, now + options.TicketLife));
        }
        return (text, now + options.TicketLife);
    }

    /// <summary>Takes a ticket out: it is good for nobody after that.</summary>
    /// <returns>The header of whoever asked for it; null when it is not good here and now.</returns>
    internal string? Redeem(string text, string path)
    {
        lock (gate)
            return tickets.Remove(Hash(text), out var ticket) && ticket.ExpiresAt > clock.GetUtcNow() && ticket.Path == path ? ticket.Authorization : null;
    }

    /// <summary>Lets a request with a good ticket go on as if it carried its owner's header.</summary>
    internal static void Exchange(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesTickets>() is null || http.Request.Query["ticket"] is not [{ Length: 64 } text] || http.Request.Headers.Authorization.Count > 0) return;
        if (http.RequestServices.GetRequiredService<LiveTickets>().Redeem(text, http.Request.Path) is not { } authorization) return;
        http.Request.Headers.Authorization = authorization;
        // ASP.NET has looked already and remembers, with the request's services, that nobody asks.
        var afresh = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.Response.RegisterForDisposeAsync(afresh);
        http.RequestServices = afresh.ServiceProvider;
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private sealed record Ticket(string Person, string Path, string Authorization, DateTimeOffset ExpiresAt);
}

/// <summary>On an endpoint: it takes tickets.</summary>
internal sealed record TakesTickets;
