using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Audit;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Webhooks;
using Sluice.Metering.Webhooks;

namespace Sluice.Api.Webhooks;

public static partial class WebhooksApi
{
    private static async Task<IResult> Test(string webhookId, HttpContext http, Access.Access access, IWebhookStore store, IWebhookOutlet outlet, TimeProvider clock)
    {
        if (await FindAsync(webhookId, access, store, http.RequestAborted) is not { } endpoint) return Problem.NotYours();
        if (!endpoint.Enabled) return Off();
        var message = WebhookTypes.TestMessage(access.Society.Society, clock);
        var queued = await store.EnqueueAsync(access.Society, message, endpoint.Id, clock.GetUtcNow(), http.RequestAborted);
        outlet.Wake();
        return Results.Json(new WebhookQueuedDto { Queued = queued, MessageId = message.Id }, WireJson.Default.WebhookQueuedDto, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListDeliveries(
        string webhookId, Access.Access access, IWebhookStore store, CancellationToken ct, string? state = null, string? limit = null, string? next = null)
    {
        if (!WebhookWire.TryState(state, out var wanted)) return Problem.BadParameter("BadState", "state is PENDING, DELIVERED or DEAD.");
        if (await FindAsync(webhookId, access, store, ct) is not { } endpoint) return Problem.NotYours();
        return await Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await store.ListDeliveriesAsync(access.Society, endpoint.Id, wanted, cursor, size, ct);
            return new WebhookDeliveriesPage { Items = [.. page.Items.Select(WebhookWire.ToDto)], Next = page.Next };
        }, WireJson.Default.WebhookDeliveriesPage);
    }

    private static async Task<IResult> GetDelivery(string webhookId, string deliveryId, Access.Access access, IWebhookStore store, CancellationToken ct) =>
        WebhookId.TryParse(webhookId, out var endpoint) && TryId(deliveryId, out var id) && await store.FindDeliveryAsync(access.Society, endpoint, id, ct) is { } record
            ? Results.Json(WebhookWire.ToDto(record), WireJson.Default.WebhookDeliveryDto)
            : Problem.NotYours();

    private static async Task<IResult> ReplayOne(
        string webhookId, string deliveryId, HttpContext http, Access.Access access, IWebhookStore store, IWebhookOutlet outlet, TimeProvider clock)
    {
        if (await FindAsync(webhookId, access, store, http.RequestAborted) is not { } endpoint || !TryId(deliveryId, out var id)
            || await store.FindDeliveryAsync(access.Society, endpoint.Id, id, http.RequestAborted) is null) return Problem.NotYours();
        return await ReplayAsync(endpoint, new(id), http, access, store, outlet, clock);
    }

    private static async Task<IResult> ReplayRange(
        string webhookId, HttpContext http, Access.Access access, AuditNote audit, IWebhookStore store, IWebhookOutlet outlet, TimeProvider clock)
    {
        var (range, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.WebhookReplayDto);
        if (range is null) return refusal!;
        if (range.From >= range.To) return Problem.BadParameter("BadRange", "from is before to, for example 2026-11-01T00:00:00Z and 2026-11-02T00:00:00Z.");
        if (await FindAsync(webhookId, access, store, http.RequestAborted) is not { } endpoint) return Problem.NotYours();
        audit.Detail = string.Create(CultureInfo.InvariantCulture, $"from {range.From:u} to {range.To:u}");
        return await ReplayAsync(endpoint, new(null, range.From, range.To, range.DeadOnly ?? true), http, access, store, outlet, clock);
    }

    private static async Task<IResult> ReplayAsync(WebhookEndpoint endpoint, WebhookReplay replay, HttpContext http, Access.Access access, IWebhookStore store, IWebhookOutlet outlet, TimeProvider clock)
    {
        if (!endpoint.Enabled) return Off();
        var queued = await store.ReplayAsync(access.Society, endpoint.Id, replay, clock.GetUtcNow(), http.RequestAborted);
        outlet.Wake();
        return Results.Json(new WebhookQueuedDto { Queued = queued }, WireJson.Default.WebhookQueuedDto, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Off() => Problem.Of(StatusCodes.Status409Conflict, "WebhookOff", "The webhook is switched off.", "Switch it on first: PATCH it with {\"enabled\":true}.");

    private static bool TryId(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}
