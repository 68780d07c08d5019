using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Webhooks;

/// <summary>Queues what happens for the webhooks that want it, and goes on where it was after a restart.</summary>
internal sealed partial class WebhookFeed(
    IWebhookStore store, WebhookDispatcher dispatcher, IEventLog events, IReadingStore readings, IFollowerStore followers, LiveHub live, TimeProvider clock, ILogger<WebhookFeed> log) : BackgroundService
{
    /// <summary>New readings are collected for so long, so that they come several in a message.</summary>
    public static readonly TimeSpan Collect = TimeSpan.FromSeconds(2);

    private readonly InstallationScope worker = Authorizer.ForWorker(WebhookDispatcher.Worker);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        dispatcher.SwitchedOff = async (endpoint, last, ct) =>
            await events.AppendAsync(Authorizer.ForWorker(endpoint.Society, WebhookDispatcher.Worker), WebhookMessages.SwitchedOff(endpoint, last), ct);
        var happened = new Follower<StoredEvent>("webhooks/events", followers, worker, FollowerSources.Events(events, worker), TellAsync, clock);
        var read = new Follower<Reading>("webhooks/readings", followers, worker, new(LiveTopics.Readings, ReadAsync, ct => readings.LastAsync(worker, ct)), TellAsync, clock);
        happened.Faulted += e => Failed(e.Message);
        read.Faulted += e => Failed(e.Message);
        try
        {
            await Task.WhenAll(happened.RunAsync(live, stoppingToken), read.RunAsync(live, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>New readings; passed over without being read while nobody wants any.</summary>
    private async ValueTask<FeedPage<Reading>> ReadAsync(long after, int limit, CancellationToken ct)
    {
        if ((await store.ListWantingAsync(worker, WebhookTypes.Readings, ct)).Count > 0) return await readings.ListAfterAsync(worker, after, limit, ct);
        await Task.Delay(Collect, clock, ct);   // under load how far it got is noted now and then, not at every commit
        if ((await store.ListWantingAsync(worker, WebhookTypes.Readings, ct)).Count > 0) return new([], after, More: true);
        return new([], await readings.LastAsync(worker, ct), More: false);
    }

    private async ValueTask TellAsync(IReadOnlyList<StoredEvent> page, CancellationToken ct)
    {
        var queued = 0;
        foreach (var one in page)
            if (one.Society is { } society) queued += await store.EnqueueAsync(Authorizer.ForWorker(society, WebhookDispatcher.Worker), WebhookMessages.Of(one), null, clock.GetUtcNow(), ct);
        if (queued > 0) dispatcher.Wake();
    }

    private async ValueTask TellAsync(IReadOnlyList<Reading> page, CancellationToken ct)
    {
        var wanting = await store.ListWantingAsync(worker, WebhookTypes.Readings, ct);
        if (wanting.Count == 0) return;
        var queued = 0;
        foreach (var society in page.Where(r => wanting.Contains(r.Society)).GroupBy(static r => r.Society))
            foreach (var some in society.Chunk(WebhookMessages.MaxReadings))
                queued += await store.EnqueueAsync(Authorizer.ForWorker(society.Key, WebhookDispatcher.Worker), WebhookMessages.Of(society.Key, some, clock.GetUtcNow()), null, clock.GetUtcNow(), ct);
        if (queued > 0) dispatcher.Wake();
        if (page.Count < Follower<Reading>.MaxPage) await Task.Delay(Collect, clock, ct);
    }

    [LoggerMessage(LogLevel.Error, "Webhooks: {Why} Trying again.")]
    private partial void Failed(string why);
}
