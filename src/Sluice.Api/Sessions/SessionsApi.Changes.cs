using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

public static partial class SessionsApi
{
    private static void MapChanges(IEndpointRouteBuilder app)
    {
        foreach (var action in (SessionAction[])[SessionAction.Pause, SessionAction.Resume, SessionAction.Complete, SessionAction.Fail, SessionAction.Reopen, SessionAction.Join, SessionAction.Leave])
        {
            var word = action.ToString().ToLowerInvariant();
            app.MapPost($"{Round}/{word}", (string sessionId, HttpContext http, Access.Access access, AuditNote note, ISessionStore sessions, TimeProvider clock, CancellationToken ct) =>
                    ChangeAsync(action, sessionId, http, access, note, sessions, clock, ct))
                .WithName($"{action}Session").WithTags(Tag).Requires(Permission.SessionWork, audit: $"session.{word}");
        }
        app.MapPatch(Round, (string sessionId, HttpContext http, Access.Access access, AuditNote note, ISessionStore sessions, TimeProvider clock, CancellationToken ct) =>
                ChangeAsync(SessionAction.Rename, sessionId, http, access, note, sessions, clock, ct))
            .WithName("RenameSession").WithTags(Tag).Requires(Permission.SessionWork, audit: "session.rename");
    }

    /// <summary>Answers with the round as it is now; doing what was done already is no problem.</summary>
    private static async Task<IResult> ChangeAsync(
        SessionAction action, string sessionId, HttpContext http, Access.Access access, AuditNote note, ISessionStore sessions, TimeProvider clock, CancellationToken ct)
    {
        var body = new ChangeSessionDto();
        if (http.Request.ContentLength is not (null or 0) || http.Request.Headers.TransferEncoding.Count > 0)
        {
            var (read, problem) = await JsonBody.ReadAsync(http, WireJson.Default.ChangeSessionDto);
            if (read is null) return problem!;
            body = read;
        }
        // Anybody of the society who may work on rounds may join one; the rest is for those who see it.
        if (!SessionId.TryParse(sessionId, out var id)) return Problem.NotYours();
        if (action != SessionAction.Join && await FindAsync(sessionId, access, sessions, ct) is null) return Problem.NotYours();
        var now = clock.GetUtcNow();
        var text = (action == SessionAction.Rename ? body.Name : body.Reason) ?? "";
        var result = await sessions.ChangeAsync(access.Society, id, new(action, now, text), ct);
        note.Detail = action == SessionAction.Rename || text.Length > ScanSession.MaxReason ? result.Outcome.ToString() : $"{result.Outcome} {text}".TrimEnd();
        return result.Outcome is SessionOutcome.Done or SessionOutcome.NoChange
            ? Results.Json(SessionWire.ToDto(result.Session!, access.Society, now), WireJson.Default.SessionDto)
            : SessionProblems.Of(result, action);
    }
}
