namespace Sluice.Metering.Webhooks;

/// <summary>Something that happened, as it is sent. The same bytes go to every endpoint at every attempt.</summary>
/// <param name="Id">The header <c>webhook-id</c>: the same at every attempt and replay, so that receivers can tell repeats. At most 100 characters.</param>
/// <param name="Type">The event's type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Body">JSON: type, timestamp, data.</param>
public sealed record WebhookMessage(string Id, string Type, DateTimeOffset At, string Body)
{
    /// <summary>The longest body, characters.</summary>
    public const int MaxBody = 1 << 20;
}
