using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;

namespace Sluice.Host.Live;

/// <summary>Forgets old events, at the start and then once a day.</summary>
internal sealed class EventTrimmer(IEventLog log, TimeProvider clock, ILogger<EventTrimmer> logger) : BackgroundService
{
    /// <summary>How long events are kept.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(90);

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
            do await TrimAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TrimAsync(CancellationToken ct)
    {
        try
        {
            await log.TrimAsync(Authorizer.ForWorker("events"), clock.GetUtcNow() - Keep, ct);
        }
        catch (StorageException e)
        {
            logger.LogError("Old events could not be removed and are tried again tomorrow: {Message}", e.Message);
        }
    }
}
