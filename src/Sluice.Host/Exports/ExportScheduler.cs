using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Storage;

namespace Sluice.Host.Exports;

/// <summary>Looks twice a minute which exports are due.</summary>
internal sealed class ExportScheduler(ScheduledExports exports, TimeProvider clock, ILogger<ExportScheduler> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly PeriodicTimer timer = new(Every, clock);

    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what becomes due meanwhile is made up for at the next start.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await exports.StartDueAsync(ct);
        }
        catch (StorageException e)
        {
            log.LogError("Scheduled exports could not be started: {Message} Trying again in half a minute.", e.Message);
        }
    }
}
