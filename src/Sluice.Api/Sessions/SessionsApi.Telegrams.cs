using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Api.Telegrams;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Api.Sessions;

public static partial class SessionsApi
{
    /// <summary>Takes what a phone collected in the round: the bytes of any reader, or JSON lines. Sending it again does no harm, and a round that has ended takes it, too.</summary>
    private static async Task<IResult> PostTelegrams(
        string sessionId, HttpContext http, Access.Access access, Intake intake, ISessionStore sessions, ApiLimits limits, CancellationToken ct,
        string? reader = null, string? device = null, string? lat = null, string? lng = null)
    {
        if (!TryLocation(lat, lng, out var gps)) return BadLocation();
        if (!SessionId.TryParse(sessionId, out var id) || await sessions.FindAsync(access.Society, id, ct) is not { } session || !SessionRules.MayWorkOn(session, access.Society)) return Problem.NotYours();
        var (receipt, problem) = await TelegramsApi.TakeAsync(http, ArrivalContext.Of(access.Caller, id, gps, access.Society.Society), intake, limits, reader, device);
        if (receipt is null) return problem!;
        var after = await sessions.FindAsync(access.Society, id, ct);
        return Results.Json(new SessionReceiptDto { Receipt = receipt, Progress = SessionWire.ToDto(after!.Progress) }, WireJson.Default.SessionReceiptDto);
    }
}
