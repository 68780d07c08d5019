using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Imports;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;

namespace Sluice.Api.Imports;

/// <summary>Presets, a society's own mappings, and suggestions.</summary>
internal static class ImportMappingsApi
{
    private const int MaxHeaders = 256;

    public static void MapImportMappings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/imports/presets", GetPresets).WithName("GetImportPresets").OpenToAnybody("the program's own table, the same as in its documentation");
        app.MapGet("/api/societies/{societyId}/import-mappings", ListMappings).WithName("ListImportMappings").Requires(Permission.ImportRun);
        app.MapGet("/api/societies/{societyId}/import-mappings/{name}", GetMapping).WithName("GetImportMapping").Requires(Permission.ImportRun);
        app.MapPut("/api/societies/{societyId}/import-mappings/{name}", PutMapping).WithName("PutImportMapping").Requires(Permission.ImportRun, audit: "import-mapping.put");
        app.MapDelete("/api/societies/{societyId}/import-mappings/{name}", DeleteMapping).WithName("DeleteImportMapping").Requires(Permission.ImportRun, audit: "import-mapping.delete");
        app.MapPost("/api/societies/{societyId}/imports/suggest", Suggest).WithName("SuggestImportMapping").Requires(Permission.ImportRun);
    }

    private static IResult GetPresets() => Results.Json(
        new ImportPresetsDto
        {
            Meters = [.. ImportPresets.Of(ImportKind.Meters).Select(ImportWire.ToDto)],
            Societies = [.. ImportPresets.Of(ImportKind.Societies).Select(ImportWire.ToDto)],
            MeterFields = [.. ImportKind.Meters.Fields.Select(ImportWire.ToDto)],
            SocietyFields = [.. ImportKind.Societies.Fields.Select(ImportWire.ToDto)],
        },
        WireJson.Default.ImportPresetsDto);

    private static async Task<IResult> ListMappings(Access.Access access, IImportMappingStore mappings, CancellationToken ct) => Results.Json(
        new ImportMappingsDto { Mappings = [.. (await mappings.ListAsync(access.Society, ct)).Select(ImportWire.ToDto)] }, WireJson.Default.ImportMappingsDto);

    private static async Task<IResult> GetMapping(Access.Access access, string name, IImportMappingStore mappings, CancellationToken ct) =>
        await mappings.FindAsync(access.Society, name, ct) is { } mapping ? Results.Json(ImportWire.ToDto(mapping), WireJson.Default.ImportMappingDto) : Problem.NotYours();

    private static async Task<IResult> PutMapping(HttpContext http, Access.Access access, string name, IImportMappingStore mappings, CancellationToken ct)
    {
        var (dto, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.ImportMappingDto);
        if (dto is null) return refusal!;
        if (ImportPresets.Of(ImportKind.Meters).Any(p => p.Name == name)) return Problem.BadParameter("NameTaken", $"'{name}' is a preset; choose another name.");
        var mapping = ImportWire.ToMapping(dto, name);
        if (mapping.ProblemOf(ImportKind.Meters) is { } problem) return Problem.BadParameter("BadMapping", $"{problem.Field}: {problem.Message}");
        return await mappings.PutAsync(access.Society, mapping, ct)
            ? Results.Json(ImportWire.ToDto(mapping), WireJson.Default.ImportMappingDto)
            : Problem.Of(StatusCodes.Status409Conflict, "TooManyMappings", "There is no room for another mapping.", $"A society has at most {IImportMappingStore.MaxMappings} mappings; remove some.");
    }

    private static async Task<IResult> DeleteMapping(Access.Access access, string name, IImportMappingStore mappings, CancellationToken ct) =>
        await mappings.RemoveAsync(access.Society, name, ct) ? Results.NoContent() : Problem.NotYours();

    private static async Task<IResult> Suggest(HttpContext http, Access.Access access)
    {
        _ = access.Society;   // nothing of it is needed; the rule keeps strangers out
        var (request, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.SuggestRequest);
        if (request is null) return refusal!;
        if (request.Headers is not { Count: > 0 and <= MaxHeaders } headers || headers.Any(static h => h is not { Length: <= 200 }))
            return Problem.BadParameter("BadHeaders", $"headers is a list of 1 to {MaxHeaders} texts of at most 200 characters.");
        var mapping = ImportPresets.Suggest(ImportKind.Meters, headers);
        var used = mapping.Columns.Values.Select(static c => c[0]).ToHashSet();
        return Results.Json(
            new SuggestionDto { Mapping = ImportWire.ToDto(mapping), UnusedColumns = [.. headers.Where(h => h.Trim().Length > 0 && !used.Contains(h))], Usable = mapping.Columns.ContainsKey(ImportKind.Meters.Key) },
            WireJson.Default.SuggestionDto);
    }
}
