using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Meters;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Societies;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Api.Societies;

/// <summary>The people of a flat: personal data, with its export and erasure.</summary>
public static class ResidentsApi
{
    /// <summary>Adds <c>/flats/{tower}/{flat}/residents</c>, <c>/residents/export</c> and <c>/residents/erase</c> under <c>/api/societies/{societyId}</c>.</summary>
    public static IEndpointRouteBuilder MapResidents(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/societies/{societyId}").WithTags("Residents").InExistingSociety();
        group.MapGet("/flats/{tower}/{flat}/residents", GetResidents).WithName("GetResidents").Requires(Permission.ResidentRead);
        group.MapPut("/flats/{tower}/{flat}/residents", PutResidents).WithName("PutResidents").Requires(Permission.ResidentManage, audit: "residents.put");
        group.MapGet("/residents/export", ExportResidents).WithName("ExportResidents").Requires(Permission.ResidentManage, audit: "residents.export");
        group.MapPost("/residents/erase", EraseResidents).WithName("EraseResidents").Requires(Permission.ResidentManage, audit: "residents.erase");
        return app;
    }

    private static async Task<IResult> GetResidents(HttpContext http, string tower, string flat, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await societies.FindFlatAsync(access.Society, tower, flat, ct) is { } found
            ? Results.Json(new ResidentsDto { Residents = [.. found.Residents.Select(SocietyWire.ToDto)] }, WireJson.Default.ResidentsDto)
            : Problem.NotYours();
    }

    private static async Task<IResult> PutResidents(HttpContext http, string tower, string flat, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        var (input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.ResidentsDto);
        if (input is null) return problem!;
        if (input.Residents is null) return ChangeProblem.Of(new FieldProblem("residents", "A list of {name, contact}; empty for nobody."));
        Resident[] residents = [.. input.Residents.Select(SocietyWire.ToResident)];
        if (SocietyRules.ProblemOf(residents) is { } wrong) return ChangeProblem.Of(wrong);
        var change = await societies.SetResidentsAsync(access.Society, tower, flat, residents, ct);
        return change.IsDone ? Results.NoContent() : ChangeProblem.Of(change, "The flat");
    }

    private static async Task<IResult> ExportResidents(
        HttpContext http, Access.Access access, ISocietyStore societies, IMeterStore meters, TimeProvider clock, CancellationToken ct, string? tower = null, string? flat = null)
    {
        if (tower is null || flat is null) return NoFlat();
        if (await societies.FindFlatAsync(access.Society, tower, flat, ct) is not { } found) return Problem.NotYours();
        var hanging = await meters.ListAsync(access.Society, new(tower, flat), null, IMeterStore.MaxPage, ct);
        var history = await meters.HistoryAsync(access.Society, tower, flat, ct);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new ResidentExportDto
        {
            SocietyId = access.Society.Society.Text,
            Tower = tower,
            Flat = flat,
            At = Timestamps.Stored(clock.GetUtcNow()),
            Residents = [.. found.Residents.Select(SocietyWire.ToDto)],
            Meters = [.. hanging.Items.Select(MeterWire.ToDto)],
            Installations = [.. history.Select(MeterWire.ToDto)],
            Readings = [.. history.Select(static i => i.Meter).Distinct().Select(m => $"/api/societies/{access.Society.Society}/readings?meterId={m}")],
        }, WireJson.Default.ResidentExportDto);
    }

    private static async Task<IResult> EraseResidents(HttpContext http, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        var (input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.EraseResidentsInput);
        if (input is null) return problem!;
        if (input.Tower is not { } tower || input.Flat is not { } flat) return NoFlat();
        if (await societies.FindFlatAsync(access.Society, tower, flat, ct) is null) return Problem.NotYours();
        var erased = await societies.EraseResidentsAsync(access.Society, tower, flat, null, ct);
        return Results.Json(new ErasedDto { Erased = erased }, WireJson.Default.ErasedDto);
    }

    private static IResult NoFlat() => ChangeProblem.Of(new FieldProblem("tower, flat", "Both are needed: whose data is it?"));
}
