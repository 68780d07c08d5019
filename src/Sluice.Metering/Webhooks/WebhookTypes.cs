using System.Text.Json;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Webhooks;

/// <summary>What webhooks tell.</summary>
public static class WebhookTypes
{
    /// <summary>A message that somebody asked for to see whether it arrives; never subscribed to.</summary>
    public const string Test = "webhook.test";

    /// <summary>What a person chose to be told by webhook.</summary>
    public const string Notification = "notification.created";

    /// <summary>New readings, several in one message.</summary>
    public const string Readings = "reading.created";

    /// <summary>Every type and when it happens.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(
        EventTypes.All.Where(static t => t.Permission != Permission.None).ToDictionary(static t => t.Name, static t => t.Meaning), StringComparer.Ordinal)
    {
        [Readings] = "New readings were stored; several come in one message.",
        [Notification] = "A person of the society is told something, and chose the channel webhook for it.",
        [Test] = "Somebody asked for a test message. It cannot be subscribed to.",
    };

    /// <summary>The types an endpoint can want.</summary>
    public static IReadOnlyList<string> Subscribable { get; } = [.. All.Keys.Where(static t => t != Test)];

    /// <summary>A message to see whether it arrives.</summary>
    public static WebhookMessage TestMessage(SocietyId society, TimeProvider clock)
    {
        var (id, now) = (Guid.CreateVersion7(clock.GetUtcNow()), Timestamps.Stored(clock.GetUtcNow()));
        return Make($"test_{id:N}", Test, now, json =>
        {
            json.WriteString("society", society.Text);
            json.WriteString("text", "This is a test. Nothing happened.");
        });
    }

    /// <summary>A message around its data.</summary>
    public static WebhookMessage Make(string id, string type, DateTimeOffset at, Action<Utf8JsonWriter> data)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", at.UtcDateTime);
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return new(id, type, at, System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }
}
