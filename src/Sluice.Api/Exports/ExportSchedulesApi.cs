using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Exports;
using Sluice.Metering;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Api.Exports;

/// <summary>Exports that are made again and again.</summary>
internal static class ExportSchedulesApi
{
    public static void MapExportSchedules(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/societies/{societyId}/export-schedules", List).WithName("ListExportSchedules").Requires(Permission.ExportRun);
        app.MapPost("/api/societies/{societyId}/export-schedules", Create).WithName("CreateExportSchedule").Requires(Permission.SocietyManage, audit: "export-schedule.create");
        app.MapPut("/api/societies/{societyId}/export-schedules/{scheduleId}", Change).WithName("ChangeExportSchedule").Requires(Permission.SocietyManage, audit: "export-schedule.change");
        app.MapDelete("/api/societies/{societyId}/export-schedules/{scheduleId}", Delete).WithName("DeleteExportSchedule").Requires(Permission.SocietyManage, audit: "export-schedule.delete");
    }

    private static async Task<IResult> List(Access.Access access, IExportScheduleStore schedules, ISocietyStore societies, TimeProvider clock, CancellationToken ct)
    {
        if (await societies.FindAsync(access.Society, ct) is not { } society) return Problem.NotYours();
        return Results.Json(
            new ExportSchedulesDto { Schedules = [.. (await schedules.ListAsync(access.Society, ct)).Select(s => ToDto(s, society, clock.GetUtcNow()))] }, WireJson.Default.ExportSchedulesDto);
    }

    private static async Task<IResult> Create(
        HttpContext http, Access.Access access, IExportScheduleStore schedules, ISocietyStore societies, IFileStore files, IExportNotices notices, TimeProvider clock, CancellationToken ct)
    {
        var (dto, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.NewExportScheduleDto);
        return dto is null ? refusal! : await PutAsync(http, access, Guid.CreateVersion7(clock.GetUtcNow()), isNew: true, dto, schedules, societies, files, notices, clock, ct);
    }

    private static async Task<IResult> Change(
        HttpContext http, Access.Access access, string scheduleId, IExportScheduleStore schedules, ISocietyStore societies, IFileStore files, IExportNotices notices, TimeProvider clock, CancellationToken ct)
    {
        if (!Guid.TryParseExact(scheduleId, "D", out var id) || (await schedules.ListAsync(access.Society, ct)).All(s => s.Id != id)) return Problem.NotYours();
        var (dto, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.NewExportScheduleDto);
        return dto is null ? refusal! : await PutAsync(http, access, id, isNew: false, dto, schedules, societies, files, notices, clock, ct);
    }

    private static async Task<IResult> Delete(Access.Access access, string scheduleId, IExportScheduleStore schedules, CancellationToken ct) =>
        Guid.TryParseExact(scheduleId, "D", out var id) && await schedules.RemoveAsync(access.Society, id, ct) ? Results.NoContent() : Problem.NotYours();

    private static async Task<IResult> PutAsync(
        HttpContext http, Access.Access access, Guid id, bool isNew, NewExportScheduleDto dto, IExportScheduleStore schedules, ISocietyStore societies, IFileStore files, IExportNotices notices, TimeProvider clock, CancellationToken ct)
    {
        var scope = access.Society;
        if (await societies.FindAsync(scope, ct) is not { } society) return Problem.NotYours();
        if (ProblemOf(dto) is { } problem) return problem;
        var (request, refusal) = ExportParser.Parse(new() { Format = dto.Format, Template = dto.Template, Options = dto.Options });
        if (request is null) return refusal!;
        if (OwnForm.IsOwn(request.Format, request.Template) && await OwnForm.Of(request.Format)!.ReadAsync(files, scope, request.Template, ct) is null) return ExportParser.NoTemplate(request.Format);
        string? folder = null;
        if (dto.BucketPath is { } path && !ExportPlace.TryFolder(scope.Society, path, out folder)) return ExportParser.NoFolder();
        if (dto.Notify == true && !notices.IsSetUp) return ExportParser.NoMail();
        var schedule = new ExportSchedule
        {
            Id = id,
            Name = dto.Name ?? "",
            Every = Enum.Parse<ScheduleEvery>(dto.Every!, ignoreCase: true),
            Day = dto.Day ?? 2,
            Weekday = dto.Weekday is { } weekday ? Enum.Parse<DayOfWeek>(weekday, ignoreCase: true) : DayOfWeek.Monday,
            Time = dto.Time is { } time ? TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture) : new(6, 0),
            Export = request with { Folder = folder, ToStore = folder is not null, By = scope.Caller.Name.Length > 0 ? scope.Caller.Name : scope.Caller.Subject, Notify = dto.Notify == true ? scope.Caller.Subject : null },
            Enabled = dto.Enabled ?? true,
            CreatedBy = scope.Caller.Subject,
            Since = Timestamps.Stored(clock.GetUtcNow()),
        };
        if (!await schedules.PutAsync(scope, schedule, ct))
            return Problem.Of(StatusCodes.Status409Conflict, "TooManySchedules", "There is no room for another schedule.", $"A society has at most {ExportSchedule.Max} scheduled exports; remove some.");
        var kept = (await schedules.ListAsync(scope, ct)).First(s => s.Id == id);
        if (isNew) http.Response.Headers.Location = $"/api/societies/{scope.Society.Text}/export-schedules/{id}";
        return Results.Json(ToDto(kept, society, clock.GetUtcNow()), WireJson.Default.ExportScheduleDto, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static IResult? ProblemOf(NewExportScheduleDto dto)
    {
        var wrong = dto switch
        {
            { Name.Length: > ExportSchedule.MaxName } => $"name has at most {ExportSchedule.MaxName} characters.",
            { Every: not ("MONTH" or "WEEK" or "ROUND") } => "every is MONTH, WEEK or ROUND.",
            { Every: not "MONTH", Day: not null } => "day belongs to MONTH.",
            { Day: < 1 or > 28 } => "day is 1 to 28: every month has those.",
            { Every: not "WEEK", Weekday: not null } => "weekday belongs to WEEK.",
            { Weekday: { } weekday } when !Enum.GetNames<DayOfWeek>().Contains(weekday, StringComparer.OrdinalIgnoreCase) => "weekday is MONDAY to SUNDAY.",
            { Every: "ROUND", Time: not null } => "time does not belong to ROUND: it is made when a round is completed.",
            { Time: { } time } when !TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "time is such as 06:00, in the society's time zone.",
            { Options.PasswordProtect: true } => "A password is never stored, so a scheduled export cannot be protected with one.",
            _ => null,
        };
        return wrong is null ? null : Problem.BadParameter("BadSchedule", wrong);
    }

    private static ExportScheduleDto ToDto(ExportSchedule schedule, Society society, DateTimeOffset now) => new()
    {
        Id = schedule.Id.ToString("D"),
        Name = schedule.Name,
        Every = schedule.Every.ToString().ToUpperInvariant(),
        Day = schedule.Every == ScheduleEvery.Month ? schedule.Day : null,
        Weekday = schedule.Every == ScheduleEvery.Week ? schedule.Weekday.ToString().ToUpperInvariant() : null,
        Time = schedule.Every == ScheduleEvery.Round ? null : schedule.Time.ToString("HH:mm", CultureInfo.InvariantCulture),
        Format = ExportFormats.Word(schedule.Export.Format),
        Template = schedule.Export.Template.Length > 0 ? schedule.Export.Template : null,
        Options = schedule.Export.Format == ExportFormat.Xlsx ? ExportWire.ToDto(schedule.Export.Options) : null,
        BucketPath = schedule.Export.Folder,
        Notify = schedule.Export.Notify is not null,
        Enabled = schedule.Enabled,
        CreatedBy = schedule.CreatedBy,
        Since = schedule.Since,
        NextAt = schedule.Enabled ? schedule.NextAfter(now, SocietySettings.Of(society).TimeZone) : null,
        LastAt = schedule.LastDue,
        LastExportId = schedule.LastExport?.ToString("D"),
    };
}
