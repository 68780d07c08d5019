using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Exports;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

/// <summary>Reading rounds: list, see, progress. Starting, changing and the rest are in the files beside.</summary>
public static partial class SessionsApi
{
    private const string Tag = "Sessions", Round = "/api/sessions/{sessionId}";

    /// <summary>Adds <c>/api/societies/{societyId}/sessions</c> and <c>/api/sessions/{sessionId}</c> with all below it.</summary>
    public static IEndpointRouteBuilder MapSessions(this IEndpointRouteBuilder app)
    {
        const string Rounds = "/api/societies/{societyId}/sessions";
        app.MapGet(Rounds, ListSessions).WithName("ListSessions").WithTags(Tag).Requires(Permission.SessionSee);
        app.MapPost(Rounds, StartSession).WithName("StartSession").WithTags(Tag).Requires(Permission.SessionWork, audit: "session.start");
        app.MapGet(Round, GetSession).WithName("GetSession").WithTags(Tag).Requires(Permission.SessionSee);
        app.MapGet($"{Round}/progress", GetProgress).WithName("GetSessionProgress").WithTags(Tag).Requires(Permission.SessionSee);
        app.MapGet($"{Round}/targets", ListTargets).WithName("ListSessionTargets").WithTags(Tag).Requires(Permission.SessionSee);
        app.MapGet($"{Round}/heard", ListHeard).WithName("ListSessionHeard").WithTags(Tag).Requires(Permission.SessionSee);
        app.MapGet($"{Round}/next", GetNext).WithName("GetSessionNext").WithTags(Tag).Requires(Permission.SessionSee);
        app.MapPost($"{Round}/update", UpdateTarget).WithName("UpdateSession").WithTags(Tag).Requires(Permission.SessionWork, audit: "session.update");
        app.MapPost($"{Round}/telegrams", PostTelegrams).WithName("PostSessionTelegrams").WithTags(Tag).Requires(Permission.TelegramDeliver);
        MapChanges(app);
        return app;
    }

    private static async Task<IResult> ListSessions(
        Access.Access access, ISessionStore sessions, TimeProvider clock, CancellationToken ct,
        string? status = null, string? user = null, string? mode = null, string? joinable = null, string? limit = null, string? next = null)
    {
        if (status is not null && !SessionWords.TryStatus(status, out _)) return Problem.BadParameter("BadStatus", $"status is one of {SessionWords.Statuses}.");
        if (mode is not null && !SessionWords.TryMode(mode, out _)) return Problem.BadParameter("BadMode", $"mode is one of {SessionWords.Modes}.");
        var filter = new SessionFilter(
            SessionWords.TryStatus(status, out var s) ? s : null,
            user == "me" ? access.Caller.Subject : user,
            SessionWords.TryMode(mode, out var m) ? m : null);
        // Whoever does not see every round sees those they take part in, and of the active ones what is needed to join.
        if (!access.Also(Permission.SessionRead)) filter = joinable == "true" ? new(SessionStatus.Active, null, filter.Mode) : filter with { User = access.Caller.Subject };
        return await Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await sessions.ListAsync(access.Society, filter, cursor, size, ct);
            return new SessionsPage { Sessions = [.. page.Items.Select(session => SessionWire.ToDto(session, access.Society, clock.GetUtcNow()))], Next = page.Next };
        }, WireJson.Default.SessionsPage);
    }

    private static async Task<IResult> GetSession(HttpContext http, string sessionId, Access.Access access, ISessionStore sessions, IJobStore jobs, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(sessionId, access, sessions, ct) is not { } session) return Problem.NotYours();
        var round = SessionWire.ToDto(session, access.Society, clock.GetUtcNow());
        if (access.Also(Permission.ExportRun)) round = round with { Exports = await ExportsApi.OfSessionAsync(http, access.Society, session.Id, jobs, clock, ct) };
        return Results.Json(round, WireJson.Default.SessionDto);
    }

    private static async Task<IResult> GetProgress(string sessionId, Access.Access access, ISessionStore sessions, TimeProvider clock, CancellationToken ct, string? tower = null)
    {
        if (await FindAsync(sessionId, access, sessions, ct) is not { } session) return Problem.NotYours();
        var towers = await sessions.CountByTowerAsync(access.Society, session.Id, ct);
        var flats = tower is not null || session.Mode is ScanMode.Flat or ScanMode.Tower ? await sessions.CountByFlatAsync(access.Society, session.Id, tower, ct) : null;
        return Results.Json(SessionWire.ToDto(session, towers, flats, clock.GetUtcNow()), WireJson.Default.SessionProgressDto);
    }

    /// <summary>The round, when the caller may see it.</summary>
    private static async ValueTask<ScanSession?> FindAsync(string sessionId, Access.Access access, ISessionStore sessions, CancellationToken ct) =>
        SessionId.TryParse(sessionId, out var id) && await sessions.FindAsync(access.Society, id, ct) is { } session && SessionRules.MaySee(session, access.Society) ? session : null;
}
