using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sluice.Api.Access;
using Sluice.Api.Exports;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Jobs;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Reports.Exports;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Exports;

/// <summary>Files out.</summary>
internal static class ExportServices
{
    private static readonly string Program = $"sluice {typeof(ExportServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}".Trim();

    public static IServiceCollection AddSluiceExports(this IServiceCollection services, SqliteStore store)
    {
        services.TryAddSingleton<ISessionStore>(store.Sessions);
        services.AddSingleton<IFileProtector, PasswordProtector>();
        services.AddSingleton<IExportScheduleStore>(store.ExportSchedules);
        services.AddSingleton<IExportNotices, ExportMail>();
        services.AddSingleton<ScheduledExports>();
        services.AddSingleton<IRetentionTask, ExportRetention>();
        services.AddHostedService<ExportScheduler>();
        services.AddSingleton<IExportForms, ExportForms>();
        services.AddSingleton<ISocietyLookup, ExportSocietyLookup>();
        services.AddSingleton<IJobHandler>(provider => new ExportJob(
            provider.GetRequiredService<IFileStore>(),
            new(store.Societies, store.Sessions, store.Meters, store.Readings, store.Versions, store.Telegrams),
            provider.GetRequiredService<IExportNotices>(), Program, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
