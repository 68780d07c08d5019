using System.Globalization;
using System.Text.Json;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Notifications;

/// <summary>Tells people through those of their society's webhooks that want <c>notification.created</c>: for a chat, a ticket system, a telephone.</summary>
internal sealed class WebhookChannel(IWebhookStore store, IWebhookOutlet outlet, TimeProvider clock) : INotificationChannel
{
    public string Name => NotificationCatalog.Webhook;

    public bool IsSetUp => true;

    public async ValueTask<bool> TrySendAsync(NotificationBatch batch, CancellationToken ct)
    {
        if (batch.Items[0].Society is not { } society) return true;   // the installation has no webhooks
        foreach (var one in batch.Items)
        {
            var message = WebhookTypes.Make(string.Create(CultureInfo.InvariantCulture, $"ntf_{one.Id}"), WebhookTypes.Notification, one.News.At, json => NewsJson.Write(json, batch.To, one));
            await store.EnqueueAsync(Authorizer.ForWorker(society, NotificationSender.Worker), message, null, clock.GetUtcNow(), ct);
        }
        outlet.Wake();
        return true;
    }
}
