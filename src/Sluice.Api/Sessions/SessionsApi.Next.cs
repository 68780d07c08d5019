using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;
using Sluice.Metering;
using Sluice.Metering.Routing;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

public static partial class SessionsApi
{
    /// <summary>The most entries of a list in the answer of <c>next</c>.</summary>
    private const int MaxSteps = 100;

    private static async Task<IResult> GetNext(string sessionId, Access.Access access, ISessionStore sessions, CancellationToken ct, string? lat = null, string? lng = null)
    {
        if (!TryLocation(lat, lng, out var from)) return BadLocation();
        if (await FindAsync(sessionId, access, sessions, ct) is not { } session) return Problem.NotYours();
        var targets = (await sessions.ListTargetsAsync(access.Society, session.Id, new(), null, ScanSession.MaxTargets, ct)).Items;
        return Results.Json(Plan(session.Mode, targets, from), WireJson.Default.NextDto);
    }

    private static NextDto Plan(ScanMode mode, IReadOnlyList<SessionTarget> targets, Location? from)
    {
        var answer = new NextDto { Mode = SessionWords.Of(mode) };
        switch (mode)
        {
            case ScanMode.Society:
                var society = SocietyPlan.Of(targets, from);
                return answer with
                {
                    Next = society.Steps.Count > 0 ? SessionWire.ToDto(society.Steps[0], withMeters: false) : null,
                    Then = [.. society.Steps.Skip(1).Take(MaxSteps).Select(static s => SessionWire.ToDto(s, withMeters: false))],
                    RouteM = (long)Math.Round(society.LengthM),
                    WaitSeconds = (long)society.Wait.TotalSeconds,
                };
            case ScanMode.FreeRoam:
                var roam = FreeRoamPlan.Of(targets, from);
                return answer with
                {
                    Next = roam.Next is { } best ? SessionWire.ToDto(best, withMeters: false) : null,
                    Near = [.. roam.Near.Take(MaxSteps).Select(SessionWire.ToDto)],
                };
            default:
                var flat = FlatPlan.Of(targets);
                return answer with
                {
                    Next = flat.Next is { } next ? SessionWire.ToDto(next, withMeters: true) : null,
                    Current = flat.CurrentFlat is { } current
                        ? new() { Tower = flat.CurrentTower!, Flat = current, Meters = [.. flat.CurrentMeters.Select(SessionWire.ToDto)] }
                        : null,
                };
        }
    }

    private static bool TryLocation(string? lat, string? lng, out Location? location)
    {
        location = null;
        if (lat is null && lng is null) return true;
        if (!double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var north) || !double.TryParse(lng, NumberStyles.Float, CultureInfo.InvariantCulture, out var east)) return false;
        var at = new Location(north, east);
        location = at;
        return at.IsValid;
    }

    private static IResult BadLocation() => Problem.BadParameter("BadLocation", "lat and lng are degrees, both or none, for example lat=12.97&lng=77.59.");
}
