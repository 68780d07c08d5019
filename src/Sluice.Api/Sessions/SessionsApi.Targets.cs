using Microsoft.AspNetCore.Http;
using Sluice.Api.Audit;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

public static partial class SessionsApi
{
    private static async Task<IResult> ListTargets(
        string sessionId, Access.Access access, ISessionStore sessions, CancellationToken ct,
        string? state = null, string? tower = null, string? flat = null, string? limit = null, string? next = null)
    {
        if (state is not null && !SessionWords.TryState(state, out _)) return Problem.BadParameter("BadState", $"state is one of {SessionWords.States}.");
        if (await FindAsync(sessionId, access, sessions, ct) is not { } session) return Problem.NotYours();
        var filter = new TargetFilter(SessionWords.TryState(state, out var s) ? s : null, tower, flat);
        return await Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await sessions.ListTargetsAsync(access.Society, session.Id, filter, cursor, size, ct);
            return new TargetsPage { Targets = [.. page.Items.Select(SessionWire.ToDto)], Next = page.Next };
        }, WireJson.Default.TargetsPage);
    }

    private static async Task<IResult> ListHeard(
        string sessionId, Access.Access access, ISessionStore sessions, MeterDirectory directory, CancellationToken ct, string? limit = null, string? next = null)
    {
        if (await FindAsync(sessionId, access, sessions, ct) is not { } session) return Problem.NotYours();
        return await Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await sessions.ListUnlistedAsync(access.Society, session.Id, cursor, size, ct);
            return new HeardPage { Meters = [.. page.Items.Select(heard => SessionWire.ToDto(heard, directory.SocietyOf(heard.Meter) == session.Society))], Next = page.Next };
        }, WireJson.Default.HeardPage);
    }

    private static async Task<IResult> UpdateTarget(
        string sessionId, HttpContext http, Access.Access access, AuditNote note, ISessionStore sessions, DialReadings dial, IMeterStore meters, TimeProvider clock, CancellationToken ct)
    {
        var (wanted, problem) = await JsonBody.ReadAsync(http, WireJson.Default.UpdateTargetDto);
        if (wanted is null) return problem!;
        if (await FindAsync(sessionId, access, sessions, ct) is not { } session) return Problem.NotYours();
        if (!SessionWords.TryNote(wanted.Status, wanted.Reading is not null, out var kind))
            return Problem.BadParameter("BadStatus", "status is MANUAL, UNREADABLE, or MISSING to take a note back. CAPTURED, DECODED and SUSPICIOUS come from telegrams: POST …/telegrams.");
        if (await MeterAsync(wanted.MeterId, access, meters, ct) is not { } meter) return SessionProblems.Of(NoteOutcome.NotATarget);
        var now = clock.GetUtcNow();
        var at = wanted.At is { } made && made < now ? made : now;
        var said = new TargetNote(kind, at, access.Caller.Subject, wanted.Reading, wanted.Photo ?? "", wanted.Note ?? "");
        if (said.Fault != NoteFault.None) return SessionProblems.Of(said.Fault);
        // What was read is a reading, too; the note alone is kept where it cannot be one.
        NoteOutcome? entered = kind == NoteKind.Manual && wanted.Reading is { } total
            ? (await dial.EnterAsync(access.Society, new(meter, total, at) { Session = session.Id, Note = said.Text, Photo = said.Photo }, ct)).Target
            : null;
        var outcome = entered ?? await sessions.NoteAsync(access.Society, session.Id, meter, said, ct);
        note.Detail = $"{meter} {SessionWords.Of(kind)} {outcome}";
        if (outcome is not (NoteOutcome.Noted or NoteOutcome.NotedBeside or NoteOutcome.NoChange or NoteOutcome.Older)) return SessionProblems.Of(outcome);
        var after = await sessions.FindAsync(access.Society, session.Id, ct);
        return Results.Json(
            new UpdateResultDto { Success = outcome != NoteOutcome.Older, Outcome = outcome.ToString(), UpdatedProgress = SessionWire.ToDto(after!.Progress) },
            WireJson.Default.UpdateResultDto);
    }

    /// <summary>The meter of an id or of a serial number that is unique in the society.</summary>
    private static async ValueTask<MeterId?> MeterAsync(string? text, Access.Access access, IMeterStore meters, CancellationToken ct)
    {
        if (MeterId.TryParse(text, out var id)) return id;
        if (text is not { Length: 8 } || !uint.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var serial)) return null;
        return await meters.FindBySerialAsync(access.Society, serial, ct) is [var only] ? only.Id : null;
    }
}
