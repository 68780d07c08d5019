using Microsoft.Extensions.DependencyInjection;
using Sluice.Host.Identity.Mail;
using Sluice.Host.Mqtt;
using Sluice.Metering.Notifications;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Notifications;

/// <summary>Telling people.</summary>
internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, SqliteStore store)
    {
        services.AddSingleton<INotificationStore>(store.Notifications).AddSingleton<NotificationLinks>();
        services.AddSingleton<INotificationChannel>(static s => new MailChannel(s.GetRequiredService<IMailer>(), s.GetRequiredService<NotificationLinks>()));
        services.AddSingleton<INotificationChannel, WebhookChannel>();
        services.AddSingleton<INotificationChannel, MqttChannel>();
        services.AddSingleton<NotificationSender>().AddSingleton<Notifier>().AddHostedService(static s => s.GetRequiredService<NotificationSender>());
        services.AddSingleton<EventNews>().AddHostedService<NotificationFeed>();
        return services;
    }
}
