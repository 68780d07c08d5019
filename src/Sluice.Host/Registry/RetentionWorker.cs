using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Societies;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;

namespace Sluice.Host.Registry;

/// <summary>Applies the societies' retention settings at the start and then once a day.</summary>
public sealed class RetentionWorker(RetentionRun run, TimeProvider clock, ILogger<RetentionWorker> log) : BackgroundService
{
    private readonly PeriodicTimer timer = new(TimeSpan.FromDays(1), clock);

    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            do await ApplyAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped. What is over is forgotten at the next start.
        }
    }

    private async Task ApplyAsync(CancellationToken ct)
    {
        try
        {
            await run.ApplyAsync(ct);
        }
        catch (StorageException e)
        {
            log.LogError("Retention could not be applied and is tried again tomorrow: {Message}", e.Message);
        }
    }
}

/// <summary>Retention as services.</summary>
internal static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services, IRetentionStore store) =>
        services.AddSingleton(store).AddSingleton<IRetentionTask, ResidentRetention>().AddSingleton<IRetentionTask, RoundTelegramRetention>()
            .AddSingleton<IRetentionTask, GatewayTelegramRetention>().AddSingleton<IRetentionTask, PositionRetention>().AddSingleton<RetentionRun>().AddHostedService<RetentionWorker>();
}
