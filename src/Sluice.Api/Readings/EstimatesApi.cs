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
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Api.Readings;

/// <summary>Estimates for meters that could not be read.</summary>
public static class EstimatesApi
{
    private const string Path = "/api/societies/{societyId}/meters/{meterId}/";

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Adds <c>POST /api/societies/{societyId}/meters/{meterId}/estimate</c> and <c>GET …/estimates</c>.</summary>
    public static IEndpointRouteBuilder MapEstimates(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{Path}estimate", Make).WithName("EstimateReading").WithTags("Readings").Requires(Permission.ReadingCorrect, audit: "reading.estimate");
        app.MapGet($"{Path}estimates", List).WithName("ListEstimates").WithTags("Readings").Requires(Permission.ReadingRead);
        return app;
    }

    private static async Task<IResult> Make(string meterId, HttpContext http, Access.Access access, AuditNote audit, IMeterStore meters, EstimateService estimates, TimeProvider clock)
    {
        var (body, problem) = await JsonBody.ReadAsync(http, WireJson.Default.EstimateRequestDto);
        if (body is null) return problem!;
        if (body.At is not { } at || at < Earliest || at > clock.GetUtcNow())
            return Problem.BadParameter("BadTime", "at is the moment the volume is wanted for, for example 2026-03-01T00:00:00Z: not in the future and not before 2000.");
        if (!MeterId.TryParse(meterId, out var id) || await meters.FindAsync(access.Society, id, http.RequestAborted) is not { } meter) return Problem.NotYours();
        audit.Target = id.ToString();
        if (await estimates.MakeAsync(access.Society, meter, at, http.RequestAborted) is not { } estimate)
            return Problem.Of(StatusCodes.Status409Conflict, "NothingToEstimateFrom", "There is nothing to estimate from.",
                "An estimate needs a good reading of the meter before that moment, and one after it, readings of last year, or readings of flats of the same type. Read the dial and enter the reading.");
        var kept = body.Store ? await estimates.KeepAsync(access.Society, id, estimate, http.RequestAborted) : null;
        audit.Detail = string.Create(CultureInfo.InvariantCulture, $"{Word(estimate.Method)} {(kept is null ? "not kept" : $"kept as {kept.Id}")}");
        return Results.Json(new EstimateDto
        {
            Id = kept?.Id.ToString(CultureInfo.InvariantCulture),
            MeterId = id.ToString(),
            At = estimate.At,
            Consumption = estimate.TotalM3,
            Method = Word(estimate.Method),
            Inputs = [.. estimate.From.Select(static p => new EstimateInputDto(p.At, p.TotalM3))],
            PerDayM3 = estimate.PerDayM3,
            Meters = estimate.Meters > 0 ? estimate.Meters : null,
        }, WireJson.Default.EstimateDto);
    }

    private static async Task<IResult> List(string meterId, Access.Access access, EstimateService estimates, IMeterStore meters, CancellationToken ct)
    {
        if (!MeterId.TryParse(meterId, out var id) || await meters.FindAsync(access.Society, id, ct) is null) return Problem.NotYours();
        var list = await estimates.ListAsync(access.Society, id, ct);
        return Results.Json(new EstimatesDto
        {
            Estimates =
            [
                .. list.Select(static e => new EstimateDto
                {
                    Id = e.Id.ToString(CultureInfo.InvariantCulture),
                    MeterId = e.Meter.ToString(),
                    At = e.Estimate.At,
                    Consumption = e.Estimate.TotalM3,
                    Method = Word(e.Estimate.Method),
                    By = e.By,
                    MadeAt = e.MadeAt,
                    ReplacedBy = e.ReplacedBy?.ToString(CultureInfo.InvariantCulture),
                }),
            ],
        }, WireJson.Default.EstimatesDto);
    }

    private static string Word(EstimateMethod method) => method switch
    {
        EstimateMethod.Interpolation => "INTERPOLATION",
        EstimateMethod.LastYear => "LAST_YEAR",
        _ => "LIKE_FLATS",
    };
}
