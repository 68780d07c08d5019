using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Conditions;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Api.Societies;
using Sluice.Contracts;
using Sluice.Contracts.Meters;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Api.Meters;

/// <summary>A society's meters: list, add, read, remove, and where they hung when.</summary>
public static class RegisteredMetersApi
{
    private const int MaxText = 60;

    /// <summary>Adds <c>/api/societies/{societyId}/meters</c> and what hangs below, and <c>/flats/{tower}/{flat}/history</c>.</summary>
    public static IEndpointRouteBuilder MapRegisteredMeters(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/societies/{societyId}").WithTags("Meters").InExistingSociety();
        group.MapGet("/meters", ListMeters).WithName("ListSocietyMeters").Requires(Permission.MeterRead);
        group.MapPost("/meters", AddMeter).WithName("AddMeter").Requires(Permission.MeterManage, audit: "meter.add");
        group.MapGet("/meters/{meterId}", GetMeter).WithName("GetMeter").Requires(Permission.MeterRead);
        group.MapPut("/meters/{meterId}", ChangeMeter.Put).WithName("ChangeMeter").Requires(Permission.MeterManage, audit: "meter.change");
        group.MapPatch("/meters/{meterId}", ChangeMeter.Patch).WithName("PatchMeter").Requires(Permission.MeterManage, audit: "meter.change");
        group.MapDelete("/meters/{meterId}", RemoveMeter).WithName("RemoveMeter").Requires(Permission.MeterManage, audit: "meter.remove");
        group.MapPost("/meters/{meterId}/replace", ReplaceMeter.Post).WithName("ReplaceMeter").Requires(Permission.MeterManage, audit: "meter.replace");
        group.MapGet("/meters/{meterId}/history", GetMeterHistory).WithName("GetMeterHistory").Requires(Permission.MeterRead);
        group.MapGet("/flats/{tower}/{flat}/history", GetFlatHistory).WithName("GetFlatHistory").Requires(Permission.MeterRead);
        return app;
    }

    private static async Task<IResult> ListMeters(
        Access.Access access, IMeterStore meters, CancellationToken ct,
        string? tower = null, string? flat = null, string? status = null, string? purpose = null, string? q = null, string? limit = null, string? next = null)
    {
        MeterStatus? wantedStatus = null;
        MeterPurpose? wantedPurpose = null;
        if (status is not null)
        {
            if (!MeterWire.TryStatus(status, out var one)) return ChangeProblem.Of(new FieldProblem("status", "ACTIVE, INACTIVE or MAINTENANCE."));
            wantedStatus = one;
        }
        if (purpose is not null)
        {
            if (!MeterWire.TryPurpose(purpose, out var one)) return ChangeProblem.Of(new FieldProblem("purpose", "FLAT, COMMON_AREA or BULK."));
            wantedPurpose = one;
        }
        if (q?.Length > MaxText) return ChangeProblem.Of(new FieldProblem("q", $"At most {MaxText} characters."));
        var filter = new MeterFilter(tower, flat, wantedStatus, wantedPurpose, q is { Length: > 0 } ? q : null);
        return await Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await meters.ListAsync(access.Society, filter, cursor, size, ct);
            return new MeterConfigurationsPage { Meters = [.. page.Items.Select(MeterWire.ToDto)], Next = page.Next };
        }, WireJson.Default.MeterConfigurationsPage);
    }

    private static async Task<IResult> AddMeter(HttpContext http, Access.Access access, Audit.AuditNote note, IMeterStore meters, MeterRegistry registry, MeterKeyInput keys, CancellationToken ct)
    {
        var (input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.MeterInput);
        if (input is null) return problem!;
        if (!MeterWire.TryId(input, out var id)) return BadId();
        note.Target = id.ToString();
        if (MeterWire.TryMeter(input, id, access.Society.Society, 0, out var meter) is { } wrong) return ChangeProblem.Of(wrong);
        if (!MeterKeyInput.TryParse(input.EncryptionKey, id, null, out var key, out problem)) return problem!;
        if (await meters.FindAsync(access.Society, id, ct) is not null || (await registry.UpsertAsync(access.Society, [meter], ct))[0] == UpsertOutcome.Conflict) return Taken(id);
        if (await keys.ImportAsync(access.Society, key, ct) is { } refused) return refused;
        http.Response.Headers.Location = $"/api/societies/{access.Society.Society}/meters/{id}";
        return await AnswerAsync(http, access, meters, id, StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetMeter(HttpContext http, string meterId, Access.Access access, IMeterStore meters) =>
        MeterId.TryParse(meterId, out var id) ? await AnswerAsync(http, access, meters, id) : Problem.NotYours();

    private static async Task<IResult> RemoveMeter(HttpContext http, string meterId, Access.Access access, MeterRegistry registry, CancellationToken ct)
    {
        if (!MeterId.TryParse(meterId, out var id)) return Problem.NotYours();
        if (!ETags.TryReadRequired(http, out var version, out var problem)) return problem!;
        var change = await registry.RemoveAsync(access.Society, id, version, ct);
        return change.IsDone ? Results.NoContent() : ChangeProblem.Of(change, "The meter");
    }

    private static async Task<IResult> GetMeterHistory(string meterId, Access.Access access, IMeterStore meters, CancellationToken ct)
    {
        if (!MeterId.TryParse(meterId, out var id)) return Problem.NotYours();
        var history = await meters.HistoryAsync(access.Society, id, ct);
        return history.Count > 0 || await meters.FindAsync(access.Society, id, ct) is not null ? History(history) : Problem.NotYours();
    }

    private static async Task<IResult> GetFlatHistory(string tower, string flat, Access.Access access, IMeterStore meters, CancellationToken ct) =>
        History(await meters.HistoryAsync(access.Society, tower, flat, ct));

    private static IResult History(IReadOnlyList<Installation> history) =>
        Results.Json(new InstallationsDto { Installations = [.. history.Select(MeterWire.ToDto)] }, WireJson.Default.InstallationsDto);

    /// <summary>The meter as it is stored now.</summary>
    internal static async Task<IResult> AnswerAsync(HttpContext http, Access.Access access, IMeterStore meters, MeterId id, int status = StatusCodes.Status200OK)
    {
        if (await meters.FindAsync(access.Society, id, http.RequestAborted) is not { } meter) return Problem.NotYours();
        ETags.Tell(http, meter.Version);
        return Results.Json(MeterWire.ToDto(meter), WireJson.Default.MeterConfigurationDto, statusCode: status);
    }

    /// <summary>The problem of a meter named wrongly.</summary>
    internal static IResult BadId() => ChangeProblem.Of(new FieldProblem("meterId", "The maker's three letters, a dot, eight digits (KAM.90000001); or serialNumber with eight digits. If both are given, they agree."));

    /// <summary>The problem of a number that is registered, here or elsewhere.</summary>
    internal static IResult Taken(MeterId id) => Problem.Of(StatusCodes.Status409Conflict, "MeterTaken", "The meter is registered already.",
        $"{id} is registered. If you do not see it in your society, check the number on the meter, or ask the operator of the installation.");
}
