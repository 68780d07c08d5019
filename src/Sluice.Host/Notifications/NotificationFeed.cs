using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Metering.Storage;

namespace Sluice.Host.Notifications;

/// <summary>Follows the events and has people told of them; goes on where it was after a restart.</summary>
internal sealed partial class NotificationFeed(
    EventNews words, Notifier notifier, IEventLog events, IFollowerStore followers, LiveHub live, TimeProvider clock, ILogger<NotificationFeed> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var worker = Authorizer.ForWorker(NotificationSender.Worker);
        var follower = new Follower<StoredEvent>("notifications/events", followers, worker, FollowerSources.Events(events, worker), TellAsync, clock);
        follower.Faulted += e => Failed(e.Message);
        try
        {
            await follower.RunAsync(live, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async ValueTask TellAsync(IReadOnlyList<StoredEvent> page, CancellationToken ct)
    {
        foreach (var happened in page)
            if (await NewsOfAsync(happened, ct) is { } told) await notifier.TellAsync(told.Id, happened.Society, told.News, ct);
    }

    private async ValueTask<(string Id, News News)?> NewsOfAsync(StoredEvent happened, CancellationToken ct)
    {
        try
        {
            return await words.OfAsync(happened, ct);
        }
        catch (Exception e) when (e is not (StorageException or OperationCanceledException))   // one event that cannot be put into words must not hold up all later ones
        {
            PassedOver(e, happened.Type, happened.Sequence);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Notifications: {Why} Trying again.")]
    private partial void Failed(string why);

    [LoggerMessage(LogLevel.Error, "Nobody is told of the event {Type}, number {Sequence}: a mistake of the program.")]
    private partial void PassedOver(Exception e, string type, long sequence);
}
