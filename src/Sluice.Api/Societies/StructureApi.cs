using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Conditions;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Societies;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Api.Societies;

/// <summary>Towers and flats, and which meters hang where.</summary>
public static class StructureApi
{
    /// <summary>Adds <c>/structure</c>, <c>/towers/{tower}</c> and <c>/flats/{tower}/{flat}</c> under <c>/api/societies/{societyId}</c>.</summary>
    public static IEndpointRouteBuilder MapStructure(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/societies/{societyId}").WithTags("Structure").InExistingSociety();
        group.MapGet("/structure", GetStructure).WithName("GetStructure").Requires(Permission.SocietyRead);
        group.MapGet("/towers/{tower}", GetTower).WithName("GetTower").Requires(Permission.SocietyRead);
        group.MapPut("/towers/{tower}", PutTower).WithName("PutTower").Requires(Permission.SocietyManage, audit: "tower.put");
        group.MapDelete("/towers/{tower}", RemoveTower).WithName("RemoveTower").Requires(Permission.SocietyManage, audit: "tower.remove");
        group.MapGet("/flats/{tower}/{flat}", GetFlat).WithName("GetFlat").Requires(Permission.SocietyRead);
        group.MapPut("/flats/{tower}/{flat}", PutFlat).WithName("PutFlat").Requires(Permission.SocietyManage, audit: "flat.put");
        group.MapDelete("/flats/{tower}/{flat}", RemoveFlat).WithName("RemoveFlat").Requires(Permission.SocietyManage, audit: "flat.remove");
        return app;
    }

    private static async Task<IResult> GetStructure(Access.Access access, ISocietyStore societies, IMeterStore meters, CancellationToken ct) =>
        Results.Json(await StructureAsync(access.Society, societies, meters, ct), WireJson.Default.StructureDto);

    /// <summary>Towers, flats, and where the meters hang.</summary>
    internal static async ValueTask<StructureDto> StructureAsync(SocietyScope scope, ISocietyStore societies, IMeterStore meters, CancellationToken ct)
    {
        var structure = await societies.StructureAsync(scope, ct);
        var mapping = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var page = await meters.ListAsync(scope, MeterFilter.All, next, IMeterStore.MaxPage, ct);
            foreach (var meter in page.Items.Where(static m => m.Status != MeterStatus.Inactive))
            {
                var place = meter.Flat.Length > 0 ? $"{meter.Tower}/{meter.Flat}" : meter.Tower;
                if (!mapping.TryGetValue(place, out var ids)) mapping.Add(place, ids = []);
                ids.Add(meter.Id.ToString());
            }
            next = page.Next;
        }
        while (next is not null);
        return new()
        {
            Towers = [.. structure.Towers.Select(SocietyWire.ToDto)],
            Flats = [.. structure.Flats.Select(static f => SocietyWire.ToDto(f))],
            MeterMapping = mapping.ToDictionary(static m => m.Key, static m => (IReadOnlyList<string>)m.Value),
        };
    }

    private static async Task<IResult> GetTower(HttpContext http, string tower, Access.Access access, ISocietyStore societies, CancellationToken ct) =>
        await societies.FindTowerAsync(access.Society, tower, ct) is { } found ? Answer(http, found) : Problem.NotYours();

    private static async Task<IResult> PutTower(HttpContext http, string tower, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        if (!ETags.TryRead(http, out var given, out var version, out var problem)) return problem!;
        (var input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.TowerDto);
        if (input is null) return problem!;
        var stored = await societies.FindTowerAsync(access.Society, tower, ct);
        if (stored is not null && !given) return ETags.Required();
        var wanted = new Tower(tower, SocietyWire.ToLocation(input.Coordinates), input.Floors, version ?? stored?.Version ?? 0);
        if (SocietyRules.ProblemOf(wanted) is { } wrong) return ChangeProblem.Of(wrong);
        var change = await societies.PutTowerAsync(access.Society, wanted, ct);
        return change.IsDone ? Answer(http, wanted with { Version = change.Version }, stored is null) : ChangeProblem.Of(change, "The tower");
    }

    private static async Task<IResult> RemoveTower(HttpContext http, string tower, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        if (!ETags.TryReadRequired(http, out var version, out var problem)) return problem!;
        var change = await societies.RemoveTowerAsync(access.Society, tower, version, ct);
        return change.IsDone ? Results.NoContent() : ChangeProblem.Of(change, "The tower");
    }

    private static async Task<IResult> GetFlat(HttpContext http, string tower, string flat, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        if (await societies.FindFlatAsync(access.Society, tower, flat, ct) is not { } found) return Problem.NotYours();
        ETags.Tell(http, found.Version);
        return Results.Json(SocietyWire.ToDto(found, withResidents: access.Society.May(Permission.ResidentRead)), WireJson.Default.FlatDto);
    }

    private static async Task<IResult> PutFlat(HttpContext http, string tower, string flat, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        if (!ETags.TryRead(http, out var given, out var version, out var problem)) return problem!;
        (var input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.FlatDto);
        if (input is null) return problem!;
        if (input.Residents is not null)
            return ChangeProblem.Of(new FieldProblem("residents", $"They are changed at their own address: PUT …/flats/{tower}/{flat}/residents."));
        var stored = await societies.FindFlatAsync(access.Society, tower, flat, ct);
        if (stored is not null && !given) return ETags.Required();
        var wanted = new Flat
        {
            Tower = tower,
            Number = flat,
            Floor = input.Floor,
            Type = input.Type ?? "",
            Coordinates = SocietyWire.ToLocation(input.Coordinates),
            Version = version ?? stored?.Version ?? 0,
        };
        if (SocietyRules.ProblemOf(wanted) is { } wrong) return ChangeProblem.Of(wrong);
        var change = await societies.PutFlatAsync(access.Society, wanted, ct);
        if (!change.IsDone) return ChangeProblem.Of(change, "The flat");
        ETags.Tell(http, change.Version);
        return Results.Json(SocietyWire.ToDto(wanted with { Version = change.Version }), WireJson.Default.FlatDto, statusCode: Status(stored is null));
    }

    private static async Task<IResult> RemoveFlat(HttpContext http, string tower, string flat, Access.Access access, ISocietyStore societies, CancellationToken ct)
    {
        if (!ETags.TryReadRequired(http, out var version, out var problem)) return problem!;
        var change = await societies.RemoveFlatAsync(access.Society, tower, flat, version, ct);
        return change.IsDone ? Results.NoContent() : ChangeProblem.Of(change, "The flat");
    }

    private static IResult Answer(HttpContext http, Tower tower, bool isNew = false)
    {
        ETags.Tell(http, tower.Version);
        return Results.Json(SocietyWire.ToDto(tower), WireJson.Default.TowerDto, statusCode: Status(isNew));
    }

    private static int Status(bool isNew) => isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
}
