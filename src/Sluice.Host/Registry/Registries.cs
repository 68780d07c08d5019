using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Registry;

/// <summary>Societies and meters with their directories, filled.</summary>
internal sealed record Registries(SocietyRegistry Societies, MeterRegistry Meters)
{
    /// <summary>Fills the directories from the store.</summary>
    public static async Task<Registries> LoadAsync(SqliteStore store, TimeProvider clock, CancellationToken ct)
    {
        var registries = new Registries(new(store.Societies, new()), new(store.Meters, new(), clock));
        var scope = Authorizer.ForWorker("start");
        await registries.Societies.LoadAsync(scope, ct);
        await registries.Meters.LoadAsync(scope, ct);
        return registries;
    }
}

/// <summary>Societies and meters as services.</summary>
internal static class RegistryServices
{
    public static IServiceCollection AddRegistries(this IServiceCollection services, SqliteStore store, Registries registries)
    {
        services.AddSingleton<ISocietyStore>(store.Societies);
        services.AddSingleton<IMeterStore>(store.Meters);
        services.AddSingleton(registries.Societies);
        services.AddSingleton(registries.Societies.Directory);
        services.AddSingleton(registries.Meters);
        services.AddSingleton(registries.Meters.Directory);
        return services;
    }
}
