using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;
using Sluice.Metering.Storage;

namespace Sluice.Host.Validation;

/// <summary>Looks every few minutes, society by society, for what does not come.</summary>
internal sealed partial class SilenceWorker(SilenceWatch watch, ISocietyStore societies, TimeProvider clock, ILogger<SilenceWorker> log) : BackgroundService
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    private readonly PeriodicTimer timer = new(Every, clock);

    /// <summary>Called after every look at all societies, with how many conditions hold.</summary>
    public event Action<int>? Looked;

    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Looked?.Invoke(await LookAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task<int> LookAsync(CancellationToken ct)
    {
        var found = 0;
        try
        {
            string? next = null;
            do
            {
                var page = await societies.ListAsync(Authorizer.ForWorker("silence"), next, 100, ct);
                foreach (var society in page.Items) found += await watch.LookAsync(Authorizer.ForWorker(society.Id, "silence"), ct);
                next = page.Next;
            }
            while (next is not null);
        }
        catch (StorageException e)
        {
            Failed(e.Message);
        }
        return found;
    }

    [LoggerMessage(LogLevel.Error, "Looking for silent meters failed: {Why} Trying again in a few minutes.")]
    private partial void Failed(string why);
}
