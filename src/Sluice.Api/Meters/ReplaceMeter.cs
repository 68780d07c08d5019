using Microsoft.AspNetCore.Http;
using Sluice.Api.Conditions;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Metering;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Api.Meters;

/// <summary>Puts a new meter in the place of another.</summary>
internal static class ReplaceMeter
{
    /// <summary>How far ahead a replacement may be: clocks differ.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static async Task<IResult> Post(
        HttpContext http, string meterId, Access.Access access, Audit.AuditNote note, IMeterStore meters, MeterRegistry registry, MeterKeyInput keys, TimeProvider clock)
    {
        if (!ETags.TryRead(http, out _, out var version, out var problem)) return problem!;
        (var input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.ReplacementInput);
        if (input is null) return problem!;
        if (!MeterId.TryParse(meterId, out var old)) return Problem.NotYours();
        if (input.Meter is not { } put || !MeterWire.TryId(put, out var id)) return RegisteredMetersApi.BadId();
        var now = clock.GetUtcNow();
        var at = (input.At ?? now).ToUniversalTime();
        if (at > now + Ahead) return ChangeProblem.Of(new FieldProblem("at", "It lies ahead; a replacement is noted when it has happened."));
        if ((ProblemOf(input.FinalM3, "final_m3") ?? ProblemOf(input.FirstM3, "first_m3")) is { } volume) return ChangeProblem.Of(volume);
        put = put with { InstallationDate = put.InstallationDate ?? DateOnly.FromDateTime(at.UtcDateTime) };
        if (MeterWire.TryMeter(put with { TowerName = null, FlatNumber = null }, id, access.Society.Society, 0, out var meter) is { } wrong) return ChangeProblem.Of(wrong);
        if (!MeterKeyInput.TryParse(put.EncryptionKey, id, null, out var key, out problem)) return problem!;
        note.Target = old.ToString();
        note.Detail = $"by {id}";
        return await registry.ReplaceAsync(access.Society, new(old, meter, at, input.FinalM3, input.FirstM3, version), http.RequestAborted) switch
        {
            ReplaceOutcome.Replaced => await keys.ImportAsync(access.Society, key, http.RequestAborted)
                ?? await RegisteredMetersApi.AnswerAsync(http, access, meters, id, StatusCodes.Status201Created),
            ReplaceOutcome.NotInstalled => Problem.Of(StatusCodes.Status409Conflict, "NotInstalled", "The meter hangs nowhere.", $"{old} was taken out before; add the new one with POST …/meters."),
            ReplaceOutcome.NewMeterInUse => RegisteredMetersApi.Taken(id),
            ReplaceOutcome.BeforeInstallation => ChangeProblem.Of(new FieldProblem("at", $"It is before {old} was installed.")),
            ReplaceOutcome.Conflict => ETags.Changed(),
            _ => Problem.NotYours(),
        };
    }

    private static FieldProblem? ProblemOf(decimal? volume, string field) =>
        volume is < 0 || !ReadingRules.Fits(volume) ? new FieldProblem(field, $"A volume in m³, not negative, at most {Reading.MaxDigits} digits.") : null;
}
