using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Events;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Live;

/// <summary>Events and what follows them.</summary>
internal static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services, SqliteStore store) => services
        .AddSingleton(store.Live).AddSingleton<IEventLog>(store.Events).AddSingleton<IFollowerStore>(store.Events).AddHostedService<EventTrimmer>();
}
