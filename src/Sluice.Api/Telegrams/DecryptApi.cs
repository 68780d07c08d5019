using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Api.Readings;
using Sluice.Contracts;
using Sluice.Contracts.Telegrams;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Api.Telegrams;

/// <summary>Telegrams in, readings out: the calls of the owner's contract. Through the same pipeline as everything else.</summary>
public static class DecryptApi
{
    private const string BadHex = nameof(BadHex), WrongMeter = nameof(WrongMeter);

    /// <summary>Adds <c>POST /api/decrypt/telegram</c> and <c>POST /api/decrypt/batch</c>.</summary>
    public static IEndpointRouteBuilder MapDecrypt(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/decrypt/telegram", (HttpContext http, Access.Access access, Intake intake, ApiLimits limits, IEnumerable<ISocietyLookup> lookups) =>
            PostAsync(isBatch: false, http, access, intake, limits, lookups)).WithName("DecryptTelegram").WithTags("Telegrams").RequiresInBody(Permission.TelegramDeliver);
        app.MapPost("/api/decrypt/batch", (HttpContext http, Access.Access access, Intake intake, ApiLimits limits, IEnumerable<ISocietyLookup> lookups) =>
            PostAsync(isBatch: true, http, access, intake, limits, lookups)).WithName("DecryptBatch").WithTags("Telegrams").RequiresInBody(Permission.TelegramDeliver);
        return app;
    }

    private static async Task<IResult> PostAsync(bool isBatch, HttpContext http, Access.Access access, Intake intake, ApiLimits limits, IEnumerable<ISocietyLookup> lookups)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;   // counted by the reader, where we can say more
        var body = await DecryptBody.ReadAsync(http.Request.BodyReader, isBatch, limits.MaxBodyBytes, http.RequestAborted);
        if (body is null) return Problem.TooLarge(limits.MaxBodyBytes, IntakeReceipt.None.ToDto());
        if (body.Fault is { } fault) return Problem.Of(StatusCodes.Status400BadRequest, "BadJson", "The body cannot be read.", fault);
        SessionId? session = null;
        SocietyId? roundOf = null;
        if (body.Session is { } named)
        {
            if (!SessionId.TryParse(named, out var id) || await SocietyOfAsync(named, lookups, http.RequestAborted) is not { } society || !access.TryEnter(society, out _))
                return Problem.Of(StatusCodes.Status404NotFound, "UnknownSession", "There is no such round.", "sessionId names no round that you belong to; leave it out for telegrams outside rounds.");
            (session, roundOf) = (id, society);
        }
        var context = ArrivalContext.Of(access.Caller, session, society: roundOf);
        var result = await intake.TakeInAsync(body.Telegrams, _ => context, http.RequestAborted);
        var mayRead = access.Caller.Role != Role.Gateway;
        if (!isBatch) return Results.Json(ToDto(body, result, 0, mayRead), WireJson.Default.DecryptedDto);
        var results = new DecryptedDto[body.Telegrams.Count];
        for (var i = 0; i < results.Length; i++) results[i] = ToDto(body, result, i, mayRead);
        return Results.Json(new DecryptedBatchDto { Results = results, Summary = result.Receipt.ToDto() }, WireJson.Default.DecryptedBatchDto);
    }

    private static async ValueTask<SocietyId?> SocietyOfAsync(string session, IEnumerable<ISocietyLookup> lookups, CancellationToken ct)
    {
        foreach (var lookup in lookups)
            if (lookup.RouteParameter == "sessionId") return await lookup.FindAsync(session, ct);
        return null;
    }

    private static DecryptedDto ToDto(DecryptBody body, IntakeResult result, int index, bool mayRead)
    {
        if (result.Items[index] is not { } item) return new() { Success = false, Code = BadHex, Detail = "telegram is no hexadecimal text of 1 to 512 bytes." };
        var outcome = result.Outcomes[index];
        var meter = item.Verdict.Meter is { } address ? MeterId.Of(address).ToString() : null;
        if (body.Meters[index] is { } named && meter is not null && !IsNamed(item, named))
            return new() { Success = false, MeterId = meter, Code = WrongMeter, Detail = "The telegram is of another meter than meterId says; it was kept as that meter's." };
        if ((outcome.Reading ?? item.Reading) is not { } reading)
            return new() { Success = false, MeterId = meter, Code = outcome.State.ToString(), Detail = Words(outcome.State, item) };
        var dto = new DecryptedDto { Success = true, MeterId = meter, Repeat = outcome.State == DecodeState.Repeated ? true : null };
        return !mayRead ? dto : dto with
        {
            ReadingId = reading.Sequence == 0 ? null : reading.Sequence.ToString(CultureInfo.InvariantCulture),
            Consumption = reading.TotalM3,
            Timestamp = reading.At,
            Quality = ReadingWire.Quality(reading),
            Reasons = ReadingWire.Reasons(reading),
            Target = reading.TargetM3,
            TargetDate = reading.TargetDay,
            Status = reading.Status,
        };
    }

    private static bool IsNamed(IntakeItem item, string named) => MeterNames.TryParse(named, out var serial, out var id)
        && (id is { } one ? one == MeterId.Of(item.Verdict.Meter!.Value) : serial == item.Verdict.Meter!.Value.Serial);

    private static string Words(DecodeState state, IntakeItem item) => state switch
    {
        DecodeState.UnknownMeter => "The meter belongs to no society; the telegram is kept and decoded when the meter is registered.",
        DecodeState.NotForUs => "The meter belongs to a society that you do not belong to; the telegram is kept.",
        _ => item.Error.Message ?? "",
    };
}
