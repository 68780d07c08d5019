using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Jobs;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Imports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Imports;

/// <summary>What became of every row, or would.</summary>
internal static class ImportReportsApi
{
    private const int MaxPage = 1_000;

    public static void MapImportReports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/jobs/{jobId}/report", GetReport).WithName("GetImportReport").Requires(Permission.ImportRun);
        app.MapGet("/api/installation/jobs/{jobId}/report", GetInstallationReport).WithName("GetInstallationImportReport").RequiresInstallation(InstallationPermission.SocietiesManage);
    }

    private static async Task<IResult> GetReport(
        HttpContext http, Access.Access access, string jobId, IJobStore jobs, IFileStore files, CancellationToken ct, string? only = null, string? limit = null, string? next = null, string? format = null) =>
        await AnswerAsync(http, await JobsApi.FindAsync(access, jobId, jobs, ct), files, only, limit, next, format, ct);

    private static async Task<IResult> GetInstallationReport(
        HttpContext http, Access.Access access, string jobId, IJobStore jobs, IFileStore files, CancellationToken ct, string? only = null, string? limit = null, string? next = null, string? format = null) =>
        await AnswerAsync(http, JobId.TryParse(jobId, out var id) ? await jobs.FindAsync(access.Installation, id, ct) : null, files, only, limit, next, format, ct);

    private static async Task<IResult> AnswerAsync(HttpContext http, Job? job, IFileStore files, string? only, string? limit, string? next, string? format, CancellationToken ct)
    {
        if (job?.Kind.StartsWith("import.", StringComparison.Ordinal) != true) return Problem.NotYours();
        Func<ImportRow, bool>? wanted = only switch
        {
            null or "all" => static _ => true,
            "bad" => static r => r.Outcome is ImportOutcome.Bad or ImportOutcome.Conflict,
            "changed" => static r => r.Changing,
            _ => null,
        };
        if (wanted is null) return Problem.BadParameter("BadOnly", "only is all, bad or changed.");
        if (format is not (null or "json" or "csv")) return Problem.BadParameter("BadFormat", "format is json or csv.");
        var report = new ImportReport(files, job);
        if (format == "csv" || (format is null && http.Request.Headers.Accept.ToString().StartsWith("text/csv", StringComparison.OrdinalIgnoreCase))) return Csv(http, report, job, wanted);
        var size = 100;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, null, out size) && size is >= 1 and <= MaxPage)) return Problem.BadParameter("BadLimit", $"limit is a number from 1 to {MaxPage}.");
        try
        {
            var page = await report.PageAsync(next, size, wanted, ct);
            return Results.Json(new ImportReportPage { Rows = [.. page.Items.Select(ImportWire.ToDto)], Next = page.Next }, WireJson.Default.ImportReportPage);
        }
        catch (FormatException)
        {
            return Problem.BadParameter("BadCursor", "next is not a cursor of this list; pass the one of the page before, or none for the first page.");
        }
    }

    private static IResult Csv(HttpContext http, ImportReport report, Job job, Func<ImportRow, bool> wanted)
    {
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"import-{job.Id}.csv\"";
        return Results.Stream(
            async stream =>
            {
                await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };
                await text.WriteLineAsync(ImportReportCsv.Header);
                for (var part = 0; await report.ReadAsync(part, http.RequestAborted) is { } rows; part++)
                    foreach (var row in rows.Where(wanted)) await text.WriteLineAsync(ImportReportCsv.Line(row));
            },
            "text/csv; charset=utf-8");
    }
}
