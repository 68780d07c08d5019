using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Idempotency;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Events;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Live;

/// <summary>What happens, as it happens: a round, a society; and the events in a list.</summary>
public static class LiveApi
{
    private const string Tag = "Events", Round = "/api/sessions/{sessionId}/events", Society = "/api/societies/{societyId}/events", Stream = "text/event-stream", Worker = "live";
    private const int DefaultLimit = 100;

    /// <summary>Adds the streams, their tickets, and the list of events.</summary>
    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder app)
    {
        app.MapGet(Round, StreamSession).WithName("StreamSession").WithTags(Tag).Produces<string>(contentType: Stream).WithMetadata(new TakesTickets()).Requires(Permission.SessionSee);
        app.MapGet(Society, StreamSociety).WithName("StreamSociety").WithTags(Tag).Produces<string>(contentType: Stream).WithMetadata(new TakesTickets()).Requires(Permission.SessionRead);
        app.MapPost($"{Round}/tickets", TicketOfSession).WithName("TicketOfSession").WithTags(Tag).RepeatableBecause("a ticket is good once").Requires(Permission.SessionSee);
        app.MapPost($"{Society}/tickets", TicketOfSociety).WithName("TicketOfSociety").WithTags(Tag).RepeatableBecause("a ticket is good once").Requires(Permission.SessionRead);
        app.MapGet("/api/societies/{societyId}/event-log", ListEvents).WithName("ListEvents").WithTags(Tag).Requires(Permission.SocietyRead);
        return app;
    }

    private static async Task StreamSession(string sessionId, HttpContext http, Access.Access access, LiveStores stores)
    {
        if (!SessionId.TryParse(sessionId, out var id) || !await SeesAsync(stores, access.Society, id, http.RequestAborted))
        {
            await Problem.NotYours().ExecuteAsync(http);
            return;
        }
        var society = access.Society.Society;
        await LiveStream.RunAsync(http, access.Society, $"session {id}", () => new SessionSource(Authorizer.ForWorker(society, Worker), id, stores), async caller =>
            Authorizer.TryEnter(caller, society, Permission.SessionSee, out var scope) && await SeesAsync(stores, scope, id, http.RequestAborted));
    }

    private static async Task StreamSociety(string societyId, HttpContext http, Access.Access access, LiveStores stores)
    {
        var (society, view) = (access.Society.Society, LiveView.Of(access.Society));
        await LiveStream.RunAsync(http, access.Society, $"society {society.Text} {view}", () => new SocietySource(Authorizer.ForWorker(society, Worker), view, stores), caller =>
            new(Authorizer.TryEnter(caller, society, Permission.SessionRead, out var scope) && LiveView.Of(scope) == view));
    }

    private static async Task<IResult> TicketOfSession(string sessionId, HttpContext http, Access.Access access, LiveTickets tickets, LiveStores stores) =>
        SessionId.TryParse(sessionId, out var id) && await SeesAsync(stores, access.Society, id, http.RequestAborted) ? MakeTicket(http, access, tickets) : Problem.NotYours();

    private static IResult TicketOfSociety(string societyId, HttpContext http, Access.Access access, LiveTickets tickets) => MakeTicket(http, access, tickets);

    /// <summary>A ticket for the address above the one that was asked.</summary>
    private static IResult MakeTicket(HttpContext http, Access.Access access, LiveTickets tickets)
    {
        var path = http.Request.Path.Value!;
        var made = tickets.Make(access.Caller.Subject, path[..path.LastIndexOf('/')], http.Request.Headers.Authorization.ToString());
        http.Response.Headers.CacheControl = "no-store";
        return made is var (text, expiresAt) && text is not null
            ? Results.Json(new LiveTicketDto { Ticket = text, ExpiresAt = expiresAt }, WireJson.Default.LiveTicketDto)
            : Problem.Of(StatusCodes.Status429TooManyRequests, "TooManyStreams", "Too many live streams.", "Too many tickets wait to be used; use them, or wait until they expire.");
    }

    private static async Task<IResult> ListEvents(string societyId, Access.Access access, IEventLog log, CancellationToken ct, string? after = null, string? limit = null)
    {
        if (!TryNumber(after, 0, out var from)) return Problem.BadParameter("BadAfter", "after is the sequence of an event, 0 or more.");
        if (!TryNumber(limit, DefaultLimit, out var most) || most is < 1 or > IEventLog.MaxPage) return Problem.BadParameter("BadLimit", $"limit is 1 to {IEventLog.MaxPage}.");
        var page = await log.ListAsync(access.Society, from, (int)most, ct);
        return Results.Json(new EventsPage
        {
            Events = [.. page.Items.Where(e => EventTypes.MaySee(access.Society, e.Type)).Select(LiveWire.ToDto)],
            Through = page.Through,
            More = page.More,
        }, WireJson.Default.EventsPage);
    }

    private static bool TryNumber(string? text, long missing, out long number)
    {
        number = missing;
        return text is null || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static async ValueTask<bool> SeesAsync(LiveStores stores, SocietyScope scope, SessionId id, CancellationToken ct) =>
        await stores.Sessions.FindAsync(scope, id, ct) is { } session && SessionRules.MaySee(session, scope);
}
