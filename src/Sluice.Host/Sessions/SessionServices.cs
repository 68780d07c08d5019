using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.Sessions;
using Sluice.Metering.Sessions;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Sessions;

/// <summary>Rounds on embedded storage.</summary>
internal static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services, SqliteStore store) =>
        services.AddSingleton<ISessionStore>(store.Sessions).AddSingleton<ISocietyLookup, SessionLookup>();
}
