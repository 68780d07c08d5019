using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Problems;
using Sluice.Api.Sessions;
using Sluice.Contracts;
using Sluice.Contracts.Readings;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Readings;

/// <summary>Readings from the dial.</summary>
public static class DialApi
{
    /// <summary>Adds <c>POST /api/societies/{societyId}/meters/{meterId}/readings</c>.</summary>
    public static IEndpointRouteBuilder MapDial(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/societies/{societyId}/meters/{meterId}/readings", Enter).WithName("EnterReading").WithTags("Readings").Requires(Permission.SessionWork, audit: "reading.enter");
        return app;
    }

    private static async Task<IResult> Enter(string meterId, HttpContext http, Access.Access access, AuditNote audit, DialReadings dial)
    {
        var (body, problem) = await JsonBody.ReadAsync(http, WireJson.Default.DialReadingDto);
        if (body is null) return problem!;
        if (body.Consumption is not { } total) return BadVolume();
        if (body.Timestamp is not { } at) return BadTime();
        SessionId? session = null;
        if (body.SessionId is not null)
        {
            if (!SessionId.TryParse(body.SessionId, out var id)) return Problem.NotYours();
            session = id;
        }
        if (!MeterId.TryParse(meterId, out var meter)) return Problem.NotYours();
        if ((body.Note?.Length ?? 0) > ReadingVersion.MaxWhy) return TooLong();
        var entry = new DialReading(meter, total, at) { Key = body.Id ?? "", Note = body.Note?.Trim() ?? "", Session = session };
        var entered = await dial.EnterAsync(access.Society, entry, http.RequestAborted);
        audit.Target = meter.ToString();
        audit.Detail = entered.Outcome.ToString();
        return entered.Outcome switch
        {
            EnterOutcome.Stored => Answer(entered, StatusCodes.Status201Created),
            EnterOutcome.AlreadyStored => Answer(entered, StatusCodes.Status200OK),
            EnterOutcome.Conflict => Problem.Of(StatusCodes.Status409Conflict, "OtherReading", "This id belongs to another reading.", "The id was used for another volume or time of this meter; that reading stays. Give a new reading a new id."),
            EnterOutcome.BadVolume => BadVolume(),
            EnterOutcome.BadTime => BadTime(),
            EnterOutcome.TooLong => TooLong(),
            EnterOutcome.Refused => SessionProblems.Of(entered.Target!.Value),
            _ => Problem.NotYours(),
        };
    }

    private static IResult BadVolume() => Problem.BadParameter("BadVolume", $"consumption is what the dial shows in m³: 0 or more, at most {Reading.MaxDigits} digits, for example 123.456.");

    private static IResult BadTime() => Problem.BadParameter("BadTime", "timestamp is when the dial was read, for example 2026-03-14T08:00:00Z: not in the future and not before 2000.");

    private static IResult TooLong() => Problem.BadParameter("TooLong", $"note has at most {ReadingVersion.MaxWhy} characters, id {DialReading.MaxKey}.");

    private static IResult Answer(EnteredReading entered, int status) => Results.Json(
        new EnteredReadingDto { Reading = ReadingWire.ToDto(entered.Reading!), Target = entered.Target?.ToString() }, WireJson.Default.EnteredReadingDto, statusCode: status);
}
