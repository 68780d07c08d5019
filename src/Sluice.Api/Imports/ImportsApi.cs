using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Jobs;
using Sluice.Api.Problems;
using Sluice.Metering;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Metering.Societies;

namespace Sluice.Api.Imports;

/// <summary>Imports of meters and societies: start one, apply a dry run.</summary>
public static class ImportsApi
{
    /// <summary>Adds the imports, their mappings and reports.</summary>
    public static IEndpointRouteBuilder MapImports(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/societies/{societyId}/imports", ImportMeters).WithName("ImportMeters").Requires(Permission.ImportRun, audit: "import.start");
        app.MapPost("/api/jobs/{jobId}/apply", ApplyImport).WithName("ApplyImport").Requires(Permission.ImportRun, audit: "import.apply");
        app.MapPost("/api/imports/societies", ImportSocieties).WithName("ImportSocieties").RequiresInstallation(InstallationPermission.SocietiesManage, audit: "import.start");
        app.MapPost("/api/installation/jobs/{jobId}/apply", ApplyInstallationImport).WithName("ApplyInstallationImport")
            .RequiresInstallation(InstallationPermission.SocietiesManage, audit: "import.apply");
        app.MapImportMappings();
        app.MapImportReports();
        return app;
    }

    private static async Task<IResult> ImportMeters(
        HttpContext http, Access.Access access, ISocietyStore societies, IImportMappingStore mappings, IFileStore files, IJobQueue queue, TimeProvider clock, CancellationToken ct)
    {
        if (await societies.FindAsync(access.Society, ct) is null) return Problem.NotYours();
        var name = http.Request.Query["preset"].ToString();
        var mapping = name.Length == 0 ? null : await mappings.FindAsync(access.Society, name, ct);
        return await StartAsync(http, access.Society, ImportKind.Meters, name, mapping, files, queue, clock, ct);
    }

    private static Task<IResult> ImportSocieties(HttpContext http, Access.Access access, IFileStore files, IJobQueue queue, TimeProvider clock, CancellationToken ct) =>
        StartAsync(http, access.Installation, ImportKind.Societies, http.Request.Query["preset"].ToString(), null, files, queue, clock, ct);

    private static async Task<IResult> ApplyImport(HttpContext http, Access.Access access, string jobId, IJobStore jobs, IJobQueue queue, TimeProvider clock, CancellationToken ct) =>
        await JobsApi.FindAsync(access, jobId, jobs, ct) is { } job ? await ApplyAsync(http, access.Society, job, queue, clock, ct) : Problem.NotYours();

    private static async Task<IResult> ApplyInstallationImport(HttpContext http, Access.Access access, string jobId, IJobStore jobs, IJobQueue queue, TimeProvider clock, CancellationToken ct) =>
        JobId.TryParse(jobId, out var id) && await jobs.FindAsync(access.Installation, id, ct) is { } job
            ? await ApplyAsync(http, access.Installation, job, queue, clock, ct)
            : Problem.NotYours();

    private static async Task<IResult> StartAsync(
        HttpContext http, JobScope scope, ImportKind kind, string preset, ImportMapping? own, IFileStore files, IJobQueue queue, TimeProvider clock, CancellationToken ct)
    {
        var mapping = own ?? ImportPresets.Of(kind).FirstOrDefault(p => p.Name == (preset.Length == 0 ? ImportPresets.Auto : preset));
        if (mapping is null) return Problem.BadParameter("UnknownPreset", $"There is no preset or mapping of that name; there are {string.Join(", ", ImportPresets.Of(kind).Select(static p => p.Name))} and the society's own.");
        var query = new ImportQuery(http.Request.Query);
        if (query.Refusal is { } refusal) return refusal;
        var id = JobId.New(clock);
        var user = scope.Caller.Subject;
        var (fileName, noFile) = await Upload.SaveAsync(http, files, FileName.OfJob(user, id, "upload"), user, ct);
        if (fileName is null) return noFile!;
        var request = new ImportRequest
        {
            FileOf = id.Value,
            FileBy = user,
            FileName = fileName,
            Mapping = mapping,
            DryRun = query.DryRun,
            AllOrNothing = query.AllOrNothing,
            DeactivateMissing = query.DeactivateMissing,
            Sheet = query.Sheet,
            Encoding = query.Encoding,
        };
        return JobWire.Accepted(http, await queue.StartAsync(scope, id, kind.Job, JsonSerializer.Serialize(request, ImportJson.Default.ImportRequest), ct));
    }

    private static async Task<IResult> ApplyAsync(HttpContext http, JobScope scope, Job job, IJobQueue queue, TimeProvider clock, CancellationToken ct)
    {
        var request = job.Kind == ImportKind.Meters.Job || job.Kind == ImportKind.Societies.Job ? JsonSerializer.Deserialize(job.Request, ImportJson.Default.ImportRequest) : null;
        if (request is not { DryRun: true } || job.State != JobState.Succeeded)
            return Problem.Of(StatusCodes.Status409Conflict, "NotADryRun", "This job cannot be applied.", "Only the dry run of an import that succeeded can be; this one is something else, or has not ended well.");
        var applied = JsonSerializer.Serialize(request with { DryRun = false }, ImportJson.Default.ImportRequest);
        return JobWire.Accepted(http, await queue.StartAsync(scope, JobId.New(clock), job.Kind, applied, ct));
    }
}
