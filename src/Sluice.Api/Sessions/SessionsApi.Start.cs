using Microsoft.AspNetCore.Http;
using Sluice.Api.Audit;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;

namespace Sluice.Api.Sessions;

public static partial class SessionsApi
{
    /// <summary>The most towers a round names.</summary>
    private const int MaxTowers = 200;

    /// <summary>Answers 201 when it has started, 200 when a round of this id was started before by the same person.</summary>
    private static async Task<IResult> StartSession(
        HttpContext http, Access.Access access, AuditNote note, ISessionStore sessions, IMeterStore meters, ISocietyStore societies, TimeProvider clock, CancellationToken ct)
    {
        var (wanted, problem) = await JsonBody.ReadAsync(http, WireJson.Default.StartSessionDto);
        if (wanted is null) return problem!;
        if (!SessionWords.TryMode(wanted.Mode, out var mode)) return Problem.BadParameter("BadMode", $"mode is one of {SessionWords.Modes}.");
        SessionId id = default;
        if (wanted.Id is not null && !SessionId.TryParse(wanted.Id, out id)) return Problem.BadParameter("BadSessionId", "id is a UUID, best of version 7; leave it out to get one.");
        if (wanted.Name is { } name && !SessionRules.IsName(name)) return Problem.BadParameter("BadName", $"name has 1 to {ScanSession.MaxName} characters, none of them a control character.");
        string[] towers = wanted.Tower is null ? [.. wanted.Towers ?? []] : [wanted.Tower, .. wanted.Towers ?? []];
        if (PlaceProblem(mode, towers, wanted.Flat) is { } wrong) return Problem.BadParameter("BadPlace", wrong);

        var (found, missing) = await MetersAsync(access.Society, meters, mode, towers, wanted.Flat, wanted.TargetMeters, ct);
        if (missing is not null) return Problem.BadParameter("UnknownMeter", missing);
        var targets = TargetList.Of(found, await societies.StructureAsync(access.Society, ct));
        if (targets.Count > ScanSession.MaxTargets) return Problem.BadParameter("TooManyTargets", $"A round has at most {ScanSession.MaxTargets} meters; choose some of the towers.");
        if (targets.Count == 0 && mode != ScanMode.FreeRoam) return Problem.BadParameter("NoTargets", "There is no active meter there. Check tower and flat, or register the meters first.");

        var now = clock.GetUtcNow();
        var session = new ScanSession
        {
            Id = wanted.Id is null ? SessionId.New(clock) : id,
            Society = access.Society.Society,
            User = access.Caller.Subject,
            Mode = mode,
            Name = wanted.Name ?? NameOf(mode, towers, wanted.Flat),
            StartedAt = wanted.StartedAt is { } at && at < now ? at : now,
        };
        var outcome = await sessions.StartAsync(access.Society, session, targets, ct);
        note.Target = session.Id.ToString();
        note.Detail = $"{SessionWords.Of(mode)}, {targets.Count} targets, {outcome}";
        if (outcome == StartOutcome.Conflict) return Problem.Of(StatusCodes.Status409Conflict, "IdTaken", "Another round has this id.", "Make a new id and start again.");
        var stored = await sessions.FindAsync(access.Society, session.Id, ct);
        http.Response.Headers.Location = $"/api/sessions/{session.Id}";
        return Results.Json(SessionWire.ToDto(stored!, access.Society, now), WireJson.Default.SessionDto,
            statusCode: outcome == StartOutcome.Started ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static string? PlaceProblem(ScanMode mode, string[] towers, string? flat) => mode switch
    {
        _ when towers.Length > MaxTowers => $"A round names at most {MaxTowers} towers; SOCIETY is for all of them.",
        ScanMode.Flat when towers.Length != 1 || string.IsNullOrEmpty(flat) => "FLAT needs tower and flat.",
        ScanMode.Tower when towers.Length == 0 => "TOWER needs tower, or towers.",
        ScanMode.Tower when flat is not null => "TOWER takes no flat; FLAT does.",
        ScanMode.Society or ScanMode.FreeRoam when towers.Length > 0 || flat is not null => $"{SessionWords.Of(mode)} takes neither tower nor flat: it is about all of the society.",
        _ => null,
    };

    private static string NameOf(ScanMode mode, string[] towers, string? flat)
    {
        var name = mode switch
        {
            ScanMode.Flat => $"Flat {towers[0]}-{flat}",
            ScanMode.Tower => $"Tower {string.Join(", ", towers)}",
            ScanMode.Society => "Society",
            _ => "Free roam",
        };
        return SessionRules.IsName(name) ? name : "Round";
    }

    /// <summary>The meters of the places, or those of them that are named.</summary>
    private static async Task<(IEnumerable<Meter> Meters, string? Missing)> MetersAsync(
        SocietyScope scope, IMeterStore meters, ScanMode mode, string[] towers, string? flat, IReadOnlyList<string>? named, CancellationToken ct)
    {
        var found = new List<Meter>();
        string?[] places = mode is ScanMode.Flat or ScanMode.Tower ? [.. towers.Distinct()] : [null];
        foreach (var tower in places)
        {
            string? next = null;
            do
            {
                var page = await meters.ListAsync(scope, new(tower, flat, MeterStatus.Active), next, IMeterStore.MaxPage, ct);
                found.AddRange(page.Items);
                next = page.Next;
            } while (next is not null && found.Count <= ScanSession.MaxTargets);
        }
        if (named is null) return (found, null);
        var byId = found.ToDictionary(static m => m.Id.ToString());
        var unknown = named.Where(n => n is null || !byId.ContainsKey(n)).ToList();
        if (unknown.Count == 0) return (named.Distinct().Select(n => byId[n]), null);
        var shown = string.Join(", ", unknown.Take(5).Select(static n => n is { Length: > 20 } ? n[..20] + "…" : n));
        return ([], $"{unknown.Count} of targetMeters are no active meters there: {shown}{(unknown.Count > 5 ? ", …" : "")}. A meter is named KAM.90000001.");
    }
}
