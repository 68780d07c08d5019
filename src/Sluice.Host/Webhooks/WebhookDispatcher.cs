using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.Metering.Storage;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Webhooks;

/// <summary>Delivers what is due: one message at a time to each endpoint, many endpoints at once. What was under way when the server stopped is sent again.</summary>
internal sealed partial class WebhookDispatcher(IWebhookStore store, WebhookSender sender, WebhookMeters meters, WebhookOptions options, TimeProvider clock, ILogger<WebhookDispatcher> log) : BackgroundService
{
    /// <summary>Its name in scopes.</summary>
    public const string Worker = "webhooks";

    private const int MaxInARow = 50, TrimAtOnce = 1_000;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1), AfterFault = TimeSpan.FromSeconds(5), TrimEach = TimeSpan.FromHours(1);

    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private readonly Dictionary<WebhookId, (SocietyId Society, Task Run)> busy = [];
    private readonly InstallationScope installation = Authorizer.ForWorker(Worker);
    private DateTimeOffset nextTrim = DateTimeOffset.MinValue;

    /// <summary>Called after an endpoint was switched off because it does not answer as it should.</summary>
    public Func<WebhookEndpoint, WebhookAttempt, CancellationToken, ValueTask>? SwitchedOff { get; set; }

    /// <summary>Something may be due.</summary>
    public void Wake() => signals.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested) await SleepAsync(await PumpAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        Task[] running;
        lock (gate) running = [.. busy.Values.Select(static b => b.Run)];
        await Task.WhenAll(running);
    }

    /// <summary>Starts what can be started.</summary>
    /// <returns>How long nothing more will be due.</returns>
    private async Task<TimeSpan> PumpAsync(CancellationToken ct)
    {
        try
        {
            var now = clock.GetUtcNow();
            if (now >= nextTrim)
            {
                while (await store.TrimAsync(installation, now - WebhookSchedule.KeepDelivered, now - WebhookSchedule.KeepDead, TrimAtOnce, ct) == TrimAtOnce)
                {
                    // More is old.
                }
                nextTrim = now + TrimEach;
            }
            foreach (var endpoint in await store.ListDueAsync(installation, now, ct)) TryStart(endpoint, ct);
            var next = await store.NextDueAsync(installation, now, ct);
            return next - clock.GetUtcNow() is { } sleep && sleep < LongestSleep ? sleep : LongestSleep;
        }
        catch (StorageException e)
        {
            Failed(e.Message);
            return AfterFault;
        }
    }

    private async Task SleepAsync(TimeSpan sleep, CancellationToken ct)
    {
        if (sleep <= TimeSpan.Zero) return;
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(signals.Reader.WaitToReadAsync(awake.Token).AsTask(), Task.Delay(sleep, clock, awake.Token));
        await awake.CancelAsync();
        signals.Reader.TryRead(out _);
        ct.ThrowIfCancellationRequested();
    }

    private void TryStart(WebhookEndpoint endpoint, CancellationToken ct)
    {
        lock (gate)
        {
            if (busy.Count >= options.Parallel || busy.ContainsKey(endpoint.Id) || busy.Values.Count(b => b.Society == endpoint.Society) >= options.ParallelPerSociety) return;
            busy.Add(endpoint.Id, (endpoint.Society, Task.Run(() => RunAsync(endpoint, ct), CancellationToken.None)));
        }
    }

    private async Task RunAsync(WebhookEndpoint endpoint, CancellationToken ct)
    {
        try
        {
            var scope = Authorizer.ForWorker(endpoint.Society, Worker);
            for (var i = 0; i < MaxInARow && await DeliverAsync(scope, endpoint.Id, ct); i++)
            {
                // On to the next one.
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Sent again after the next start.
        }
        catch (Exception e) when (e is StorageException or KeyUnreadableException)
        {
            Failed(e.Message);
            await Task.Delay(AfterFault, clock, ct).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        finally
        {
            lock (gate) busy.Remove(endpoint.Id);
            Wake();
        }
    }

    /// <returns>True when it was delivered and there may be more.</returns>
    private async ValueTask<bool> DeliverAsync(SocietyScope scope, WebhookId id, CancellationToken ct)
    {
        // Anew for each: the address or the secret may have been changed.
        if (await store.FindAsync(scope, id, ct) is not { Enabled: true } endpoint || await store.FindSecretsAsync(scope, id, ct) is not { } secrets
            || await store.FirstDueAsync(scope, id, clock.GetUtcNow(), ct) is not { } due) return false;
        var attempt = await sender.SendAsync(endpoint, secrets, due.Message, due.Delivery.Attempts + 1, ct);
        meters.Note(attempt);
        // The receiver has it: this is noted also when the server stops just now.
        var noted = await store.NoteAsync(scope, due.Delivery.Id, attempt, Random.Shared.NextDouble(), CancellationToken.None);
        if (noted is { SwitchedOff: true } off)
        {
            Off(off.Endpoint.Id.Value, off.Endpoint.Society.Text, attempt.Detail);
            if (SwitchedOff is { } tell) await tell(off.Endpoint, attempt, CancellationToken.None);
        }
        return noted is { Endpoint.Enabled: true } && attempt.Failure == WebhookFailure.None;
    }

    [LoggerMessage(LogLevel.Error, "Webhooks: {Why} Trying again.")]
    private partial void Failed(string why);

    [LoggerMessage(LogLevel.Warning, "The webhook {Endpoint} of {Society} was switched off: {Why} See docs/runbooks/webhook-dead-letters.md.")]
    private partial void Off(Guid endpoint, string society, string why);
}
