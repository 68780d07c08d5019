using System.Text.Json;
using Sluice.Host.Mqtt;
using Sluice.Metering.Notifications;

namespace Sluice.Host.Notifications;

/// <summary>Tells people over the built-in MQTT broker, at <c>sluice/SOCIETY/notifications/SUBJECT</c>. Not retained: it is news.</summary>
/// <param name="broker">The broker; null: there is none.</param>
internal sealed class MqttChannel(MqttBroker? broker) : INotificationChannel
{
    public string Name => NotificationCatalog.Mqtt;

    public bool IsSetUp => broker is not null;

    public async ValueTask<bool> TrySendAsync(NotificationBatch batch, CancellationToken ct)
    {
        if (broker is null || batch.Items[0].Society is not { } society) return true;   // topics belong to societies
        foreach (var one in batch.Items)
        {
            using var bytes = new MemoryStream();
            await using (var json = new Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                json.WriteString("timestamp", one.News.At.UtcDateTime);
                NewsJson.Write(json, batch.To, one);
                json.WriteEndObject();
            }
            await broker.SendAsync($"sluice/{society.Text}/notifications/{one.Subject}", bytes.ToArray(), retain: false, ct);
        }
        return true;
    }
}
