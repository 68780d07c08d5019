using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Api.Access;
using Sluice.Api.Jobs;
using Sluice.Metering.Files;
using Sluice.Metering.Jobs;
using Sluice.Storage.Aws.Files;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Jobs;

/// <summary>Work in the background and the files it works on.</summary>
internal static class JobServices
{
    public static IServiceCollection AddSluiceJobs(this IServiceCollection services, ServerOptions options, SqliteStore store, DataDirectory directory)
    {
        services.AddSingleton<IJobStore>(store.Jobs);
        services.AddSingleton<IFileStore>(provider => options.Objects is { } bucket
            ? new S3FileStore(bucket, provider.GetRequiredService<TimeProvider>())
            : new FolderFileStore(directory.FilesPath, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ObjectStoreCheck>();
        services.AddSingleton(new JobOptions());
        services.AddSingleton<JobRunner>(Make);
        services.AddSingleton<IJobQueue>(static provider => provider.GetRequiredService<JobRunner>());
        services.AddSingleton<ISocietyLookup, JobSocietyLookup>();
        return services;
    }

    private static JobRunner Make(IServiceProvider provider)
    {
        var runner = new JobRunner(provider.GetRequiredService<IJobStore>(), provider.GetRequiredService<IFileStore>(), provider.GetServices<IJobHandler>(),
            provider.GetRequiredService<JobOptions>(), provider.GetRequiredService<TimeProvider>());
        var log = provider.GetRequiredService<ILogger<JobRunner>>();
        runner.Faulted += (job, e) => log.LogError(e is Metering.Storage.StorageException ? null : e, "Job {Job}: {Message}", job, e.Message);
        return runner;
    }
}
