using Microsoft.Extensions.DependencyInjection;
using Sluice.Imports.Registry;
using Sluice.Metering.Files;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Imports;

/// <summary>Imports of societies and meters.</summary>
internal static class ImportServices
{
    public static IServiceCollection AddSluiceImports(this IServiceCollection services, SqliteStore store)
    {
        services.AddSingleton<IImportMappingStore>(store.ImportMappings);
        services.AddSingleton<IMeterKeySink>(provider => new MeterKeySink(provider.GetRequiredService<KeyRegistry>()));
        services.AddSingleton<IJobHandler>(static p => new MeterImport(
            p.GetRequiredService<IFileStore>(), p.GetRequiredService<IMeterStore>(), p.GetRequiredService<MeterRegistry>(), p.GetRequiredService<ISocietyStore>(), p.GetRequiredService<IMeterKeySink>()));
        services.AddSingleton<IJobHandler>(static p => new SocietyImport(
            p.GetRequiredService<IFileStore>(), p.GetRequiredService<ISocietyStore>(), p.GetRequiredService<SocietyRegistry>(), p.GetRequiredService<TimeProvider>()));
        return services;
    }
}
