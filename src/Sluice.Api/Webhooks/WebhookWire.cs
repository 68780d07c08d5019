using System.Globalization;
using Sluice.Contracts.Webhooks;
using Sluice.Metering.Webhooks;

namespace Sluice.Api.Webhooks;

/// <summary>Webhooks as they cross the wire.</summary>
internal static class WebhookWire
{
    public static WebhookDto ToDto(WebhookEndpoint e) => new()
    {
        Id = e.Id.ToString(),
        Url = e.Url,
        Description = e.Description,
        EventTypes = e.Types,
        Enabled = e.Enabled,
        DisabledBecause = e.Off == WebhookOff.None ? null : e.Off.ToString().ToUpperInvariant(),
        FailingSince = e.FailingSince,
        CreatedAt = e.CreatedAt,
        CreatedBy = e.CreatedBy,
    };

    public static WebhookDeliveryDto ToDto(WebhookDelivery d) => new()
    {
        Id = d.Id.ToString(CultureInfo.InvariantCulture),
        MessageId = d.Message,
        Type = d.Type,
        State = d.State.ToString().ToUpperInvariant(),
        CreatedAt = d.CreatedAt,
        Attempts = d.Attempts,
        NextAttemptAt = d.NextAt,
        FinishedAt = d.FinishedAt,
        LastAttempt = d.Last is { } last ? ToDto(last) : null,
    };

    public static WebhookDeliveryDto ToDto(WebhookRecord r) => ToDto(r.Delivery) with { History = [.. r.Attempts.Select(ToDto)], Body = r.Message.Body };

    /// <summary>Reads a state; null for none.</summary>
    public static bool TryState(string? text, out WebhookState? state)
    {
        state = null;
        if (text is null) return true;
        state = text switch { "PENDING" => WebhookState.Pending, "DELIVERED" => WebhookState.Delivered, "DEAD" => WebhookState.Dead, _ => null };
        return state is not null;
    }

    private static WebhookAttemptDto ToDto(WebhookAttempt a) => new()
    {
        Number = a.Number,
        At = a.At,
        DurationMs = a.TookMs,
        Status = a.Status,
        Failure = a.Failure == WebhookFailure.None ? null : a.Failure.ToString().ToUpperInvariant(),
        Detail = a.Detail.Length == 0 ? null : a.Detail,
        Answer = a.Answer.Length == 0 ? null : a.Answer,
    };
}
