using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Contracts;
using Sluice.Contracts.Exports;
using Sluice.Metering.Exports;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Exports;

/// <summary>Exports as they cross the wire.</summary>
internal static class ExportWire
{
    /// <summary>Where an export is found.</summary>
    public static string AddressOf(Job job) => $"/api/exports/{job.Id}";

    public static ExportRequest RequestOf(Job job) => JsonSerializer.Deserialize(job.Request, ExportJson.Default.ExportRequest)!;

    /// <summary>What came of it; null when it has not ended well.</summary>
    public static ExportResult? ResultOf(Job job) => job is { State: JobState.Succeeded, Result: { } result } ? JsonSerializer.Deserialize(result, ExportJson.Default.ExportResult) : null;

    /// <summary>Until when the link is good.</summary>
    public static DateTimeOffset ExpiryOf(Job job) => job.FinishedAt!.Value + ExportResult.GoodFor;

    /// <summary>The name a browser saves the file under.</summary>
    public static string FileNameOf(Job job, ExportRequest request) => $"{job.Society?.Text}-{request.Subject}.{ExportFormats.Extension(request.Format)}";

    public static IResult Answer(HttpContext http, Job job, DateTimeOffset now, int status = StatusCodes.Status200OK) =>
        Results.Json(ToDto(http, job, now), WireJson.Default.ExportDto, statusCode: status);

    public static ExportDto ToDto(HttpContext http, Job job, DateTimeOffset now)
    {
        var request = RequestOf(job);
        var result = ResultOf(job);
        var expires = result is null ? (DateTimeOffset?)null : ExpiryOf(job);
        return new()
        {
            Id = job.Id.ToString(),
            SocietyId = job.Society?.Text ?? "",
            SessionId = request.Session?.ToString("D"),
            From = request.From,
            To = request.To?.AddDays(-1),
            Format = ExportFormats.Word(request.Format),
            Template = request.Template.Length > 0 ? request.Template : null,
            Options = request.Format == ExportFormat.Xlsx ? ToDto(request.Options) : null,
            State = job.State.ToString().ToUpperInvariant(),
            Rows = result?.Rows ?? job.Progress.Done,
            Doing = job.IsFinished ? null : job.Progress.Text,
            CreatedBy = job.CreatedBy,
            CreatedAt = job.CreatedAt,
            ScheduleId = request.Schedule?.ToString("D"),
            Tags = ExportPlace.Labels(job, request).Tags,
            DownloadUrl = expires > now ? new($"{http.Request.Scheme}://{http.Request.Host}{AddressOf(job)}/file") : null,
            Size = result?.Size,
            Sha256 = result?.Sha256,
            ExpiresAt = expires,
            Success = result is not null && request.ToStore ? true : null,
            S3Location = result?.Location,
            LeftOutCount = result?.LeftOutCount is > 0 ? result.LeftOutCount : null,
            LeftOut = result?.LeftOutCount is > 0 ? [.. result.LeftOut.Select(static l => new LeftOutDto(l.Serial, l.Flat, l.Fault))] : null,
            Error = job.Error is { } error ? new() { Code = error.Code, Message = error.Message } : null,
        };
    }

    public static ExportOptionsDto ToDto(ExportOptions options) => new()
    {
        IncludeCharts = options.IncludeCharts,
        IncludeMetadata = options.IncludeMetadata,
        PasswordProtect = options.PasswordProtect,
        Worksheets = new() { Summary = options.Summary, Readings = options.Readings, Meters = options.Meters, Analytics = options.Analytics },
    };
}
