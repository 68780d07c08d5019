using System.Text.Json;
using Sluice.Host.Mqtt;
using Sluice.Metering.Notifications;

namespace Sluice.Host.Notifications;

/// <summary>Tells people over the MQTT brokers there are, at <c>sluice/SOCIETY/notifications/SUBJECT</c>. Not retained: it is news.</summary>
/// <param name="outlets">The brokers.</param>
internal sealed class MqttChannel(IEnumerable<IMqttOutlet> outlets) : INotificationChannel
{
    public string Name => NotificationCatalog.Mqtt;

    public bool IsSetUp => outlets.Any();

    public async ValueTask<bool> TrySendAsync(NotificationBatch batch, CancellationToken ct)
    {
        if (!IsSetUp || batch.Items[0].Society is not { } society) return true;   // topics belong to societies
        if (!outlets.Any(static o => o.IsConnected)) return false;
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
            foreach (var outlet in outlets) await outlet.PublishAsync($"sluice/{society.Text}/notifications/{one.Subject}", bytes.ToArray(), retain: false, ct);
        }
        return true;
    }
}
