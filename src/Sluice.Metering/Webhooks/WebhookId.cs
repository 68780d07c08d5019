namespace Sluice.Metering.Webhooks;

/// <summary>A webhook endpoint's id: a UUID version 7.</summary>
public readonly record struct WebhookId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static WebhookId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>Parses 32 hexadecimal digits with or without hyphens.</summary>
    public static bool TryParse(string? text, out WebhookId id)
    {
        var good = Guid.TryParseExact(text, "D", out var value) || Guid.TryParseExact(text, "N", out value);
        id = new(value);
        return good && value != Guid.Empty;
    }

    public override string ToString() => Value.ToString("D");
}
