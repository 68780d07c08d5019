using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Exports;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;

namespace Sluice.Api.Exports;

/// <summary>Files out: ask for one, see what there is, fetch it.</summary>
public static partial class ExportsApi
{
    /// <summary>How long a call waits for the file before it answers 202.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds the exports.</summary>
    public static IEndpointRouteBuilder MapExports(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/export/excel", StartExport).WithName("ExportExcel").RequiresInBody(Permission.ExportRun, audit: "export.start");
        app.MapPost("/api/export/s3", StartStoring).WithName("ExportS3").RequiresInBody(Permission.ExportRun, audit: "export.start");
        app.MapGet("/api/societies/{societyId}/exports", ListExports).WithName("ListExports").Requires(Permission.ExportRun);
        app.MapGet("/api/exports/{exportId}", GetExport).WithName("GetExport").Requires(Permission.ExportRun);
        app.MapGet("/api/exports/{exportId}/file", GetFile).WithName("GetExportFile").Requires(Permission.ExportRun);
        app.MapPost("/api/exports/{exportId}/cancel", CancelExport).WithName("CancelExport").Requires(Permission.ExportRun, audit: "export.cancel");
        app.MapExportForms();
        app.MapExportSchedules();
        return app;
    }

    private static async Task<IResult> StartExport(
        HttpContext http, Access.Access access, ISessionStore sessions, ISocietyStore societies, IJobQueue queue, IFileStore files, IExportNotices notices, IFileProtector protector, TimeProvider clock, CancellationToken ct)
    {
        var (dto, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.NewExportDto);
        return dto is null ? refusal! : await StartAsync(http, access, dto, toStore: false, sessions, societies, queue, files, notices, protector, clock, ct);
    }

    private static async Task<IResult> StartStoring(
        HttpContext http, Access.Access access, ISessionStore sessions, ISocietyStore societies, IJobQueue queue, IFileStore files, IExportNotices notices, IFileProtector protector, TimeProvider clock, CancellationToken ct)
    {
        var (dto, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.NewExportDto);
        return dto is null ? refusal! : await StartAsync(http, access, dto, toStore: true, sessions, societies, queue, files, notices, protector, clock, ct);
    }

    private static async Task<IResult> StartAsync(
        HttpContext http, Access.Access access, NewExportDto dto, bool toStore, ISessionStore sessions, ISocietyStore societies, IJobQueue queue, IFileStore files, IExportNotices notices, IFileProtector protector, TimeProvider clock, CancellationToken ct)
    {
        if (dto.SessionId is null == dto.SocietyId is null) return Problem.BadParameter("NothingToExport", "Name either sessionId, or societyId with month or with from and to.");
        // Whose it is comes first, so that nobody learns anything from what else is wrong.
        var society = dto.SessionId is { } text
            ? SessionId.TryParse(text, out var session) ? await sessions.FindSocietyAsync(session, ct) : null
            : SocietyId.TryParse(dto.SocietyId, out var named) ? named : null;
        if (society is not { } id || !access.TryEnter(id, out var scope) || await societies.FindAsync(scope, ct) is null) return Problem.NotYours();
        var (request, refusal) = ExportParser.Parse(dto);
        if (request is null) return refusal!;
        if (OwnForm.IsOwn(request.Format, request.Template) && await OwnForm.Of(request.Format)!.ReadAsync(files, scope, request.Template, ct) is null) return ExportParser.NoTemplate(request.Format);
        if (dto.SessionId is { } round) request = request with { Session = Guid.Parse(round) };
        else if (ExportParser.Days(dto) is { } days) request = request with { From = days.From, To = days.To };
        else return Problem.BadParameter("BadPeriod", "month is a month (2026-11); or from and to are days (2026-11-01), the last one inclusive, at most ten years.");
        if (dto.BucketPath is not null && !toStore) return Problem.BadParameter("BadBucketPath", "bucketPath belongs to /api/export/s3.");
        if (toStore)
        {
            if (!ExportPlace.TryFolder(id, dto.BucketPath ?? "", out var folder)) return ExportParser.NoFolder();
            request = request with { Folder = dto.BucketPath is null ? null : folder, ToStore = true };
        }
        if (dto.Notify == true && !notices.IsSetUp) return ExportParser.NoMail();
        if (dto.Notify == true) request = request with { Notify = scope.Caller.Subject };
        request = request with { By = scope.Caller.Name.Length > 0 ? scope.Caller.Name : scope.Caller.Subject };
        var secret = request.Options.PasswordProtect ? protector.Protect(dto.Password) : null;
        var job = await queue.StartAsync(scope, JobId.New(clock), ExportRequest.Kind, JsonSerializer.Serialize(request, ExportJson.Default.ExportRequest), ct, secret);
        job = await queue.WaitAsync(scope, job.Id, Patience, ct) ?? job;
        if (job.State == JobState.Failed)
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "ExportFailed", "The file could not be made.", $"{job.Error?.Code}: {job.Error?.Message}");
        http.Response.Headers.Location = ExportWire.AddressOf(job);
        return ExportWire.Answer(http, job, clock.GetUtcNow(), job.State == JobState.Succeeded ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }
}
