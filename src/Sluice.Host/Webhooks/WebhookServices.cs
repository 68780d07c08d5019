using Microsoft.Extensions.DependencyInjection;
using Sluice.Host.Http;
using Sluice.Metering.Webhooks;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Webhooks;

/// <summary>Webhooks out.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, SqliteStore store, WebhookOptions options)
    {
        services.AddSingleton(options).AddSingleton(new AddressGuard(options.Networks));
        services.AddSingleton<IWebhookStore>(store.Webhooks!);
        services.AddSingleton<WebhookSender>().AddSingleton<WebhookMeters>().AddSingleton<WebhookDispatcher>().AddSingleton<IWebhookOutlet, WebhookOutlet>();
        services.AddHostedService(static s => s.GetRequiredService<WebhookDispatcher>());
        services.AddHostedService<WebhookFeed>();
        return services;
    }
}
