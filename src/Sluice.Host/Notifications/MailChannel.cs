using System.Globalization;
using Sluice.Host.Identity.Mail;
using Sluice.Metering.Notifications;

namespace Sluice.Host.Notifications;

/// <summary>Tells people by mail.</summary>
internal sealed class MailChannel(IMailer mailer, NotificationLinks links) : INotificationChannel
{
    public string Name => NotificationCatalog.Mail;

    public bool IsSetUp => mailer.IsSetUp;

    public async ValueTask<bool> TrySendAsync(NotificationBatch batch, CancellationToken ct)
    {
        var types = batch.Items.Select(static n => n.News.Type).Distinct().ToList();
        var stop = links.Unsubscribe(batch.To.Subject, batch.Items[0].Society, types.Count == 1 ? types[0] : NotificationLinks.All);
        var letter = NewsLetter.Write(batch, links, stop, types.Count == 1) with
        {
            // The same mail sent again after an answer was lost has the same id, so that mailboxes can tell.
            Id = string.Create(CultureInfo.InvariantCulture, $"news-{batch.Items[0].Id}-{batch.Items.Count}"),
            Unsubscribe = stop,
        };
        return await mailer.TrySendAsync(letter, ct);
    }
}
