using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Live;
using Sluice.Metering.Events;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Live;

/// <summary>Events and what follows them.</summary>
internal static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services, ServerOptions options, SqliteStore store) => services
        .AddSingleton(store.Live).AddSingleton<IEventLog>(store.Events).AddSingleton<IFollowerStore>(store.Events).AddHostedService<EventTrimmer>()
        .AddSingleton(options.Live).AddSingleton<LiveStores>().AddSingleton<LiveFeeds>().AddSingleton<LiveTickets>();
}
