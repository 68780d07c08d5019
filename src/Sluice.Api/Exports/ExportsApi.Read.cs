using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Exports;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Exports;

public static partial class ExportsApi
{
    private const int MaxOfSession = 20;

    /// <summary>The most jobs one page of exports looks through.</summary>
    private const int MaxLooked = 10 * IJobStore.MaxPage;

    private static async Task<IResult> GetExport(HttpContext http, Access.Access access, string exportId, IJobStore jobs, TimeProvider clock, CancellationToken ct) =>
        await FindAsync(access.Society, exportId, jobs, ct) is { } job ? ExportWire.Answer(http, job, clock.GetUtcNow()) : Problem.NotYours();

    private static async Task<IResult> CancelExport(HttpContext http, Access.Access access, string exportId, IJobStore jobs, IJobQueue queue, TimeProvider clock, CancellationToken ct) =>
        await FindAsync(access.Society, exportId, jobs, ct) is { } job && await queue.CancelAsync(access.Society, job.Id, ct) is { } after ? ExportWire.Answer(http, after, clock.GetUtcNow()) : Problem.NotYours();

    private static Task<IResult> GetFile(HttpContext http, Access.Access access, string exportId, IJobStore jobs, IFileStore files, TimeProvider clock, CancellationToken ct) =>
        FileOfAsync(http, access.Society, exportId, jobs, files, clock, ct);

    /// <summary>The file, for somebody who was let into the society. Every fetch is authorised anew: a link alone opens nothing.</summary>
    public static async Task<IResult> FileOfAsync(HttpContext http, SocietyScope scope, string exportId, IJobStore jobs, IFileStore files, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(scope, exportId, jobs, ct) is not { } job) return Problem.NotYours();
        if (ExportWire.ResultOf(job) is not { } result)
            return Problem.Of(StatusCodes.Status409Conflict, "NoFileYet", "There is no file.", job.IsFinished ? "The export failed or was cancelled; ask for another one." : "It is being made; ask again in a moment.");
        var request = ExportWire.RequestOf(job);
        var (name, saveAs) = (FileName.OfJob(job, "export"), ExportWire.FileNameOf(job, request));
        var fresh = ExportWire.ExpiryOf(job) > clock.GetUtcNow();
        http.Response.Headers.CacheControl = "private, no-store";
        if (fresh && await files.LinkAsync(name, saveAs, ct) is { } link) return Results.Redirect(link.AbsoluteUri);   // straight from the object store, for some minutes
        if (!fresh || await files.OpenAsync(name, ct) is not { } content)
            return Problem.Of(StatusCodes.Status410Gone, "LinkExpired", "The link has expired.", "A file can be fetched for 24 hours after it was made; ask for the export again.");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(content, ExportFormats.MediaType(request.Format), saveAs, job.FinishedAt, new EntityTagHeaderValue($"\"{result.Sha256}\""), enableRangeProcessing: true);
    }

    /// <summary>A page may hold fewer than asked for, or none, and still have a next one: jobs of other kinds are passed over.</summary>
    private static async Task<IResult> ListExports(
        HttpContext http, Access.Access access, IJobStore jobs, TimeProvider clock, CancellationToken ct, string? sessionId = null, string? limit = null, string? next = null)
    {
        var size = 50;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, null, out size) && size is >= 1 and <= IJobStore.MaxPage))
            return Problem.BadParameter("BadLimit", $"limit is a number from 1 to {IJobStore.MaxPage}.");
        SessionId session = default;
        if (sessionId is not null && !SessionId.TryParse(sessionId, out session)) return Problem.NotYours();
        List<Job> found;
        try
        {
            (found, next) = await FindAsync(access.Society, sessionId is null ? null : session, jobs, next, size, ct);
        }
        catch (FormatException)
        {
            return Problem.BadParameter("BadCursor", "next is not a cursor of this list; pass the one of the page before, or none for the first page.");
        }
        var now = clock.GetUtcNow();
        return Results.Json(new ExportsPage { Exports = [.. found.Select(j => ExportWire.ToDto(http, j, now))], Next = next }, WireJson.Default.ExportsPage);
    }

    /// <summary>The newest exports of a round.</summary>
    internal static async ValueTask<IReadOnlyList<ExportDto>> OfSessionAsync(HttpContext http, SocietyScope scope, SessionId session, IJobStore jobs, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return [.. (await FindAsync(scope, session, jobs, null, MaxOfSession, ct)).Found.Select(j => ExportWire.ToDto(http, j, now))];
    }

    private static async ValueTask<(List<Job> Found, string? Next)> FindAsync(SocietyScope scope, SessionId? session, IJobStore jobs, string? next, int size, CancellationToken ct)
    {
        var found = new List<Job>();
        for (var looked = 0; looked < MaxLooked; looked += size)
        {
            var page = await jobs.ListAsync(scope, next, size - found.Count, ct);
            found.AddRange(page.Items.Where(j => j.Kind == ExportRequest.Kind && (session is not { } round || ExportWire.RequestOf(j).Session == round.Value)));
            if ((next = page.Next) is null || found.Count == size) break;
        }
        return (found, next);
    }

    private static async ValueTask<Job?> FindAsync(SocietyScope scope, string exportId, IJobStore jobs, CancellationToken ct) =>
        JobId.TryParse(exportId, out var id) && await jobs.FindAsync(scope, id, ct) is { } job && job.Kind == ExportRequest.Kind ? job : null;
}
