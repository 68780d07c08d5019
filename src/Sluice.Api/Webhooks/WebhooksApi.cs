using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Problems;
using Sluice.Api.Societies;
using Sluice.Contracts;
using Sluice.Contracts.Webhooks;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Webhooks;

namespace Sluice.Api.Webhooks;

/// <summary>A society's webhooks: who is told, and what became of it.</summary>
public static partial class WebhooksApi
{
    private const string Path = "/api/societies/{societyId}/webhooks";

    /// <summary>Adds <c>/api/societies/{societyId}/webhooks</c> and what is below it, and <c>/api/event-types</c>.</summary>
    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/event-types", ListTypes).WithName("ListEventTypes").OpenToAnybody("the program's own table, the same as in its documentation");
        app.MapGet(Path, List).WithName("ListWebhooks").Requires(Permission.WebhookManage);
        app.MapPost(Path, Make).WithName("MakeWebhook").Requires(Permission.WebhookManage, audit: "webhook.make").InExistingSociety();
        app.MapGet(Path + "/{webhookId}", Get).WithName("GetWebhook").Requires(Permission.WebhookManage);
        app.MapPatch(Path + "/{webhookId}", Change).WithName("ChangeWebhook").Requires(Permission.WebhookManage, audit: "webhook.change");
        app.MapDelete(Path + "/{webhookId}", Remove).WithName("RemoveWebhook").Requires(Permission.WebhookManage, audit: "webhook.remove");
        app.MapPost(Path + "/{webhookId}/rotate-secret", Rotate).WithName("RotateWebhookSecret").Requires(Permission.WebhookManage, audit: "webhook.rotate");
        app.MapPost(Path + "/{webhookId}/test", Test).WithName("TestWebhook").Requires(Permission.WebhookManage, audit: "webhook.test");
        app.MapPost(Path + "/{webhookId}/replay", ReplayRange).WithName("ReplayWebhook").Requires(Permission.WebhookManage, audit: "webhook.replay");
        app.MapGet(Path + "/{webhookId}/deliveries", ListDeliveries).WithName("ListWebhookDeliveries").Requires(Permission.WebhookManage);
        app.MapGet(Path + "/{webhookId}/deliveries/{deliveryId}", GetDelivery).WithName("GetWebhookDelivery").Requires(Permission.WebhookManage);
        app.MapPost(Path + "/{webhookId}/deliveries/{deliveryId}/replay", ReplayOne).WithName("ReplayWebhookDelivery").Requires(Permission.WebhookManage, audit: "webhook.replay-one");
        return app;
    }

    private static IResult ListTypes() => Results.Json(
        new EventTypesDto { Items = [.. WebhookTypes.All.Select(static t => new EventTypeDto { Type = t.Key, Meaning = t.Value })] }, WireJson.Default.EventTypesDto);

    private static async Task<IResult> List(Access.Access access, IWebhookStore store, CancellationToken ct) => Results.Json(
        new WebhooksDto { Items = [.. (await store.ListAsync(access.Society, ct)).Select(WebhookWire.ToDto)] }, WireJson.Default.WebhooksDto);

    private static async Task<IResult> Get(string webhookId, Access.Access access, IWebhookStore store, CancellationToken ct) =>
        await FindAsync(webhookId, access, store, ct) is { } endpoint ? Results.Json(WebhookWire.ToDto(endpoint), WireJson.Default.WebhookDto) : Problem.NotYours();

    private static async Task<IResult> Make(HttpContext http, Access.Access access, AuditNote audit, IWebhookStore store, IWebhookOutlet outlet, TimeProvider clock)
    {
        var (input, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.WebhookInput);
        if (input is null) return refusal!;
        var endpoint = new WebhookEndpoint
        {
            Id = WebhookId.New(clock),
            Society = access.Society.Society,
            Url = input.Url ?? "",
            Description = input.Description?.Trim() ?? "",
            Types = [.. (input.EventTypes ?? []).Distinct()],
            Enabled = input.Enabled ?? true,
            Off = input.Enabled == false ? WebhookOff.Person : WebhookOff.None,
            CreatedAt = Timestamps.Stored(clock.GetUtcNow()),
            CreatedBy = access.Caller.Subject,
        };
        if (Refuse(endpoint, outlet) is { } problem) return problem;
        var secret = WebhookSecret.Make();
        if (!await store.AddAsync(access.Society, endpoint, secret, http.RequestAborted))
            return Problem.Of(StatusCodes.Status409Conflict, "TooManyWebhooks", "There is no room for another webhook.", $"A society has at most {IWebhookStore.MaxEndpoints}; remove some.");
        (audit.Target, audit.Detail) = (endpoint.Id.ToString(), new Uri(endpoint.Url).Host);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(WebhookWire.ToDto(endpoint) with { Secret = WebhookSecret.ToText(secret) }, WireJson.Default.WebhookDto, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Change(string webhookId, HttpContext http, Access.Access access, AuditNote audit, IWebhookStore store, IWebhookOutlet outlet, TimeProvider clock)
    {
        var (input, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.WebhookInput);
        if (input is null) return refusal!;
        if (await FindAsync(webhookId, access, store, http.RequestAborted) is not { } before) return Problem.NotYours();
        if (Refuse(Changed(before, input), outlet) is { } problem) return problem;
        if (await store.UpdateAsync(access.Society, before.Id, e => Changed(e, input), clock.GetUtcNow(), http.RequestAborted) is not { } after) return Problem.NotYours();
        audit.Detail = $"{new Uri(after.Url).Host}, {(after.Enabled ? "on" : "off")}";
        return Results.Json(WebhookWire.ToDto(after), WireJson.Default.WebhookDto);
    }

    private static async Task<IResult> Remove(string webhookId, Access.Access access, IWebhookStore store, CancellationToken ct) =>
        WebhookId.TryParse(webhookId, out var id) && await store.RemoveAsync(access.Society, id, ct) ? Results.NoContent() : Problem.NotYours();

    private static async Task<IResult> Rotate(string webhookId, HttpContext http, Access.Access access, IWebhookStore store, TimeProvider clock)
    {
        if (await FindAsync(webhookId, access, store, http.RequestAborted) is not { } endpoint) return Problem.NotYours();
        var (secret, until) = (WebhookSecret.Make(), Timestamps.Stored(clock.GetUtcNow() + WebhookSchedule.RotationTime));
        if (!await store.RotateAsync(access.Society, endpoint.Id, secret, until, http.RequestAborted)) return Problem.NotYours();
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(WebhookWire.ToDto(endpoint) with { Secret = WebhookSecret.ToText(secret), PreviousSecretUntil = until }, WireJson.Default.WebhookDto);
    }

    private static WebhookEndpoint Changed(WebhookEndpoint e, WebhookInput input)
    {
        var changed = e with { Url = input.Url ?? e.Url, Description = input.Description?.Trim() ?? e.Description, Types = input.EventTypes is { } types ? [.. types.Distinct()] : e.Types };
        return input.Enabled switch
        {
            true when !e.Enabled => changed with { Enabled = true, Off = WebhookOff.None, FailingSince = null },
            false when e.Enabled => changed with { Enabled = false, Off = WebhookOff.Person },
            _ => changed,
        };
    }

    private static IResult? Refuse(WebhookEndpoint endpoint, IWebhookOutlet outlet)
    {
        if (WebhookRules.ProblemOf(endpoint, outlet.AllowsHttp, WebhookTypes.Subscribable) is { } problem) return Problem.BadParameter("BadWebhook", $"{problem.Field} {problem.Message}");
        return outlet.MayReach(new(endpoint.Url)) ? null : Problem.BadParameter("BadWebhook", "url leads into a network that is not allowed; the server's option --webhook-network allows one.");
    }

    private static async ValueTask<WebhookEndpoint?> FindAsync(string webhookId, Access.Access access, IWebhookStore store, CancellationToken ct) =>
        WebhookId.TryParse(webhookId, out var id) ? await store.FindAsync(access.Society, id, ct) : null;
}
