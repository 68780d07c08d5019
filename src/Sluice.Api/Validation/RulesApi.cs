using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Conditions;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Validation;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Api.Validation;

/// <summary>A society's validation rules: see, change, try out.</summary>
public static class RulesApi
{
    private const string Path = "/api/societies/{societyId}/rules";

    /// <summary>Adds <c>GET</c> and <c>PUT /api/societies/{societyId}/rules</c> and <c>POST …/rules/try</c>.</summary>
    public static IEndpointRouteBuilder MapRules(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Get).WithName("GetRules").WithTags("Rules").Requires(Permission.SocietyRead);
        app.MapPut(Path, Put).WithName("PutRules").WithTags("Rules").Requires(Permission.AlertManage, audit: "rules.change");
        app.MapPost($"{Path}/try", Try).WithName("TryRules").WithTags("Rules").Requires(Permission.AlertManage);
        return app;
    }

    private static async Task<IResult> Get(HttpContext http, Access.Access access, IRuleStore rules, CancellationToken ct)
    {
        var stored = await rules.FindAsync(access.Society, ct);
        ETags.Tell(http, stored.Version);
        return Results.Json(RuleWire.ToDto(RuleSet.Of(stored.Settings)), WireJson.Default.RulesDto);
    }

    private static async Task<IResult> Put(HttpContext http, Access.Access access, AuditNote audit, IRuleStore rules, RuleDirectory directory)
    {
        var (settings, bad) = await ReadAsync(http);
        if (settings is null) return bad!;
        var version = (await rules.FindAsync(access.Society, http.RequestAborted)).Version;
        if (ETags.Refuse(http, version) is { } refusal) return refusal;
        // Once begun it is waited for, also when the caller goes away: the directory follows the store.
        var change = await rules.SaveAsync(access.Society, settings, http.Request.Headers.IfMatch.Count > 0 ? version : null, CancellationToken.None);
        if (!change.IsDone) return Problem.Of(StatusCodes.Status412PreconditionFailed, "ChangedMeanwhile", "Somebody else changed it.", "The rules were changed in this very moment; read them again, and change that.");
        var set = RuleSet.Of(settings);
        directory.Set(access.Society.Society, set);
        audit.Detail = RuleSettingsJson.Write(settings) is { Length: <= 1_900 } text ? text : $"{settings.Rules.Count} rules";
        ETags.Tell(http, change.Version);
        return Results.Json(RuleWire.ToDto(set), WireJson.Default.RulesDto);
    }

    private static async Task<IResult> Try(HttpContext http, Access.Access access, RuleDirectory directory, CurrentReadings readings, string? last = null)
    {
        var count = 0;
        if (last is not null && !(int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= IReadingStore.MaxPage))
            return Problem.BadParameter("BadLast", $"last is how many of the newest readings are judged once more, from 1 to {IReadingStore.MaxPage}.");
        var (settings, bad) = await ReadAsync(http);
        if (settings is null) return bad!;
        var page = await readings.Originals.ListAsync(access.Society, next: null, last is null ? IReadingStore.MaxPage : count, http.RequestAborted);
        return Results.Json(RuleWire.ToDto(RuleTrial.Run(page.Items, directory.Find(access.Society.Society), RuleSet.Of(settings))), WireJson.Default.RuleTrialDto);
    }

    private static async ValueTask<(RuleSettings? Settings, IResult? Problem)> ReadAsync(HttpContext http)
    {
        var (body, problem) = await JsonBody.ReadAsync(http, WireJson.Default.RuleChangesDto);
        if (body is null) return (null, problem);
        if (body.Rules is null)
            return (null, Problem.BadParameter("NoRules", "rules holds what differs from the documented rules, by rule id: {\"rules\":{\"high-low\":{\"thresholds\":{\"high\":3}}}}; {\"rules\":{}} for nothing."));
        var settings = new Dictionary<RuleId, RuleSetting>();
        foreach (var (name, change) in body.Rules)
        {
            if (RuleCatalog.Find(name) is not { } id)
                return (null, Problem.BadParameter("UnknownRule", $"There is no rule '{(name.Length > 40 ? name[..40] : name)}'; GET …/rules lists them."));
            settings[id] = new(change?.Enabled ?? true, change?.Thresholds ?? new Dictionary<string, decimal>());
        }
        var all = new RuleSettings(settings);
        var problems = all.Problems();
        return problems.Count > 0 ? (null, Problem.BadParameter("BadThreshold", string.Join(' ', problems.Take(10)))) : (all, null);
    }
}
