using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Jobs;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Jobs;

/// <summary>Work in the background: what there is, how far it is, stopping it.</summary>
public static class JobsApi
{
    private const int DefaultLimit = 50;

    /// <summary>Adds the jobs of societies and of the installation.</summary>
    public static IEndpointRouteBuilder MapJobs(this IEndpointRouteBuilder app)
    {
        // Whoever may make exports sees jobs; which ones, MaySee says.
        app.MapGet("/api/societies/{societyId}/jobs", ListJobs).WithName("ListJobs").Requires(Permission.ExportRun);
        app.MapGet("/api/jobs/{jobId}", GetJob).WithName("GetJob").Requires(Permission.ExportRun);
        app.MapPost("/api/jobs/{jobId}/cancel", CancelJob).WithName("CancelJob").Requires(Permission.ExportRun, audit: "job.cancel");
        app.MapGet("/api/installation/jobs", ListInstallationJobs).WithName("ListInstallationJobs").RequiresInstallation(InstallationPermission.SocietiesManage);
        app.MapGet("/api/installation/jobs/{jobId}", GetInstallationJob).WithName("GetInstallationJob").RequiresInstallation(InstallationPermission.SocietiesManage);
        app.MapPost("/api/installation/jobs/{jobId}/cancel", CancelInstallationJob).WithName("CancelInstallationJob")
            .RequiresInstallation(InstallationPermission.SocietiesManage, audit: "job.cancel");
        return app;
    }

    /// <summary>True when the caller may see jobs of this kind in the society it was let into.</summary>
    internal static bool MaySee(Access.Access access, Job job) =>
        job.Kind.StartsWith("export.", StringComparison.Ordinal) || access.Also(Permission.ImportRun);

    private static Task<IResult> ListJobs(Access.Access access, IJobStore jobs, CancellationToken ct, string? limit = null, string? next = null) =>
        ListAsync(access.Society, job => MaySee(access, job), jobs, limit, next, ct);

    private static Task<IResult> ListInstallationJobs(Access.Access access, IJobStore jobs, CancellationToken ct, string? limit = null, string? next = null) =>
        ListAsync(access.Installation, static _ => true, jobs, limit, next, ct);

    private static async Task<IResult> GetJob(Access.Access access, string jobId, IJobStore jobs, CancellationToken ct) =>
        Answer(await FindAsync(access, jobId, jobs, ct));

    private static async Task<IResult> GetInstallationJob(Access.Access access, string jobId, IJobStore jobs, CancellationToken ct) =>
        Answer(JobId.TryParse(jobId, out var id) ? await jobs.FindAsync(access.Installation, id, ct) : null);

    private static async Task<IResult> CancelJob(Access.Access access, string jobId, IJobStore jobs, IJobQueue queue, CancellationToken ct) =>
        Answer(await FindAsync(access, jobId, jobs, ct) is { } job ? await queue.CancelAsync(access.Society, job.Id, ct) : null);

    private static async Task<IResult> CancelInstallationJob(Access.Access access, string jobId, IJobQueue queue, CancellationToken ct) =>
        Answer(JobId.TryParse(jobId, out var id) ? await queue.CancelAsync(access.Installation, id, ct) : null);

    /// <summary>The job of the address, if the caller may see it.</summary>
    internal static async ValueTask<Job?> FindAsync(Access.Access access, string jobId, IJobStore jobs, CancellationToken ct) =>
        JobId.TryParse(jobId, out var id) && await jobs.FindAsync(access.Society, id, ct) is { } job && MaySee(access, job) ? job : null;

    private static async Task<IResult> ListAsync(JobScope scope, Func<Job, bool> seen, IJobStore jobs, string? limit, string? next, CancellationToken ct)
    {
        var size = DefaultLimit;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, null, out size) && size is >= 1 and <= IJobStore.MaxPage))
            return Problem.BadParameter("BadLimit", $"limit is a number from 1 to {IJobStore.MaxPage}.");
        try
        {
            var page = await jobs.ListAsync(scope, next, size, ct);
            return Results.Json(new JobsPage { Jobs = [.. page.Items.Where(seen).Select(JobWire.ToDto)], Next = page.Next }, WireJson.Default.JobsPage);
        }
        catch (FormatException)
        {
            return Problem.BadParameter("BadCursor", "next is not a cursor of this list; pass the one of the page before, or none for the first page.");
        }
    }

    private static IResult Answer(Job? job) => job is null ? Problem.NotYours() : Results.Json(JobWire.ToDto(job), WireJson.Default.JobDto);
}
