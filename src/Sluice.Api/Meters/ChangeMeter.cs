using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Conditions;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Meters;
using Sluice.Metering;
using Sluice.Metering.Meters;

namespace Sluice.Api.Meters;

/// <summary>Changes a meter: whole, or only what is given.</summary>
internal static class ChangeMeter
{
    public static async Task<IResult> Put(HttpContext http, string meterId, Access.Access access, IMeterStore meters, MeterRegistry registry, MeterKeyInput keys)
    {
        if (!ETags.TryReadRequired(http, out var version, out var problem)) return problem!;
        (var input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.MeterInput);
        if (input is null) return problem!;
        if (!MeterId.TryParse(meterId, out var id) || await meters.FindAsync(access.Society, id, http.RequestAborted) is not { } stored) return Problem.NotYours();
        return await ApplyAsync(http, access, stored, input, version, meters, registry, keys);
    }

    /// <summary>A JSON merge patch (RFC 7396): what is given replaces, null clears.</summary>
    public static async Task<IResult> Patch(HttpContext http, string meterId, Access.Access access, IMeterStore meters, MeterRegistry registry, MeterKeyInput keys)
    {
        if (!ETags.TryReadRequired(http, out var version, out var problem)) return problem!;
        (var patch, problem) = await JsonBody.ReadAsync(http, WireJson.Default.JsonObject);
        if (patch is null) return problem!;
        if (!MeterId.TryParse(meterId, out var id) || await meters.FindAsync(access.Society, id, http.RequestAborted) is not { } stored) return Problem.NotYours();
        var whole = (JsonObject)JsonSerializer.SerializeToNode(MeterWire.ToInput(stored), WireJson.Default.MeterInput)!;
        foreach (var (name, value) in patch) whole[name] = value?.DeepClone();
        try
        {
            return await ApplyAsync(http, access, stored, whole.Deserialize(WireJson.Default.MeterInput)!, version, meters, registry, keys);
        }
        catch (JsonException e)
        {
            return ChangeProblem.Of(new FieldProblem(e.Path is { Length: > 2 } path ? path[2..] : "body", "It has the wrong type."));
        }
    }

    private static async Task<IResult> ApplyAsync(
        HttpContext http, Access.Access access, Meter stored, MeterInput input, long? version, IMeterStore meters, MeterRegistry registry, MeterKeyInput keys)
    {
        if ((input.MeterId ?? input.SerialNumber) is not null && (!MeterWire.TryId(input, out var named) || named != stored.Id))
            return ChangeProblem.Of(new FieldProblem("meterId", "It never changes. To put in another meter, POST …/replace."));
        if (MeterWire.TryMeter(input, stored.Id, stored.Society, version ?? stored.Version, out var meter) is { } wrong) return ChangeProblem.Of(wrong);
        if (!MeterKeyInput.TryParse(input.EncryptionKey, stored.Id, stored.KeyFingerprint, out var key, out var problem)) return problem!;
        var change = await registry.UpdateAsync(access.Society, meter, http.RequestAborted);
        if (!change.IsDone) return ChangeProblem.Of(change, "The meter");
        return await keys.ImportAsync(access.Society, key, http.RequestAborted) ?? await RegisteredMetersApi.AnswerAsync(http, access, meters, stored.Id);
    }
}
