using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Readings;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Readings;

/// <summary>What people make of a reading: accept, correct, withdraw. The reading itself stays.</summary>
public static class VersionsApi
{
    private const string Path = "/api/readings/{readingId}";

    /// <summary>Adds <c>GET /api/readings/{readingId}/versions</c> and <c>POST …/accept</c>, <c>…/correct</c>, <c>…/withdraw</c>.</summary>
    public static IEndpointRouteBuilder MapVersions(this IEndpointRouteBuilder app)
    {
        app.MapGet($"{Path}/versions", List).WithName("ListReadingVersions").WithTags("Readings").Requires(Permission.ReadingRead);
        Map(app, "accept", "AcceptReading", static _ => VersionKind.Accepted);
        Map(app, "correct", "CorrectReading", static body => body.Kind switch
        {
            null or "CORRECTED" => VersionKind.Corrected,
            "ESTIMATED" => VersionKind.Estimated,
            "SUBSTITUTED" => VersionKind.Substituted,
            _ => null,
        });
        Map(app, "withdraw", "WithdrawReading", static _ => VersionKind.Withdrawn);
        return app;
    }

    private static void Map(IEndpointRouteBuilder app, string action, string name, Func<ReadingDecisionDto, VersionKind?> kindOf) =>
        app.MapPost($"{Path}/{action}", (string readingId, HttpContext http, Access.Access access, AuditNote audit, CurrentReadings readings, IReadingVersionStore versions, ISessionStore rounds, TimeProvider clock) =>
                Decide(kindOf, readingId, http, access, audit, readings, versions, rounds, clock))
            .WithName(name).WithTags("Readings").Requires(Permission.ReadingCorrect, audit: $"reading.{action}");

    private static async Task<IResult> List(string readingId, Access.Access access, CurrentReadings readings, IReadingVersionStore versions, CancellationToken ct) =>
        await FindAsync(readingId, access, readings, ct) is { } reading ? Results.Json(ToDto(await AllAsync(reading, access, versions, ct)), WireJson.Default.ReadingVersionsDto) : Problem.NotYours();

    private static async Task<IResult> Decide(
        Func<ReadingDecisionDto, VersionKind?> kindOf, string readingId, HttpContext http, Access.Access access, AuditNote audit, CurrentReadings readings, IReadingVersionStore versions, ISessionStore rounds,
        TimeProvider clock)
    {
        var (body, problem) = await JsonBody.ReadAsync(http, WireJson.Default.ReadingDecisionDto);
        if (body is null) return problem!;
        if (body.Why?.Trim() is not { Length: > 0 and <= ReadingVersion.MaxWhy } why) return Problem.BadParameter("BadWhy", $"why says why this is done, in 1 to {ReadingVersion.MaxWhy} characters.");
        if (kindOf(body) is not { } kind) return Problem.BadParameter("BadKind", "kind is CORRECTED, ESTIMATED or SUBSTITUTED.");
        var isChange = kind is VersionKind.Corrected or VersionKind.Estimated or VersionKind.Substituted;
        if (isChange ? body.TotalM3 is null : body.TotalM3 is not null || body.TargetM3 is not null)
            return Problem.BadParameter("BadVolume", "A correction needs total_m3, the right volume; accepting and withdrawing take no volume.");
        if (body.TotalM3 < 0 || body.TargetM3 < 0 || !ReadingRules.Fits(body.TotalM3) || !ReadingRules.Fits(body.TargetM3))
            return Problem.BadParameter("BadVolume", $"A volume is 0 or more, m³, and has at most {Reading.MaxDigits} digits.");
        if (await FindAsync(readingId, access, readings, http.RequestAborted) is not { } reading) return Problem.NotYours();
        var all = await AllAsync(reading, access, versions, http.RequestAborted);
        if (kind == VersionKind.Accepted && all[^1].TotalM3 is null)
            return Problem.Of(StatusCodes.Status409Conflict, "NothingToAccept", "The reading has no volume.", "It was withdrawn, or its telegram had none; correct it with the volume on the dial.");
        if (all.Count >= ReadingVersion.MaxVersions) return Problem.Of(StatusCodes.Status409Conflict, "TooMany", "There are too many of them.", $"A reading has at most {ReadingVersion.MaxVersions} versions.");
        var next = all[^1].Next(kind, access.Society, why, clock.GetUtcNow(), body.TotalM3, body.TargetM3);
        if (!(await versions.AppendAsync(access.Society, reading, next, http.RequestAborted)).IsDone)
            return Problem.Of(StatusCodes.Status412PreconditionFailed, "ChangedMeanwhile", "Somebody else changed it.", "Somebody decided about this reading in this very moment; read its versions again.");
        // A meter read only badly in its round counts as read once somebody stands for the reading.
        if (reading.Session is { } round && next.Quality != ReadingQuality.Poor)
            await rounds.CaptureAsync(access.Society, round, [new(Metering.Meters.MeterId.Of(reading.Meter), HeardState.Decoded, reading.At, reading.RssiDbm)], CancellationToken.None);
        audit.Target = readingId;
        audit.Detail = string.Create(CultureInfo.InvariantCulture, $"version {next.Version} of {Metering.Meters.MeterId.Of(reading.Meter)}");
        return Results.Json(ToDto([.. all, next]), WireJson.Default.ReadingVersionsDto);
    }

    private static async ValueTask<Reading?> FindAsync(string readingId, Access.Access access, CurrentReadings readings, CancellationToken ct) =>
        ReadingLookup.TryParse(readingId, out var id) ? await readings.Originals.FindAsync(access.Society, id, ct) : null;

    private static async ValueTask<IReadOnlyList<ReadingVersion>> AllAsync(Reading reading, Access.Access access, IReadingVersionStore versions, CancellationToken ct) =>
        [ReadingVersion.Original(reading), .. await versions.ListAsync(access.Society, reading.Sequence, ct)];

    private static ReadingVersionsDto ToDto(IReadOnlyList<ReadingVersion> all) => new()
    {
        Versions =
        [
            .. all.Select(static v => new ReadingVersionDto
            {
                Version = v.Version,
                Kind = ReadingWire.Kind(v.Kind),
                TotalM3 = v.TotalM3,
                TargetM3 = v.TargetM3,
                Quality = v.Quality.ToString().ToUpperInvariant(),
                Reasons = v.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                At = v.At,
                By = v.By.Length > 0 ? v.By : null,
                Why = v.Why.Length > 0 ? v.Why : null,
            }),
        ],
    };
}
