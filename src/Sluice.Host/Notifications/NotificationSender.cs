using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Metering.Societies;
using Sluice.Metering.Storage;

namespace Sluice.Host.Notifications;

/// <summary>Tells people what is due. What becomes due together for a person, society and channel goes out together. What cannot be sent is tried again, also after a restart.</summary>
internal sealed partial class NotificationSender(
    INotificationStore store, IPeople people, IMembershipStore memberships, ISocietyStore societies, IEnumerable<INotificationChannel> channels, TimeProvider clock, ILogger<NotificationSender> log) : BackgroundService
{
    /// <summary>Its name in scopes.</summary>
    public const string Worker = "notifications";

    private const int AtOnce = 500;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1), AfterFault = TimeSpan.FromSeconds(15), TrimEach = TimeSpan.FromHours(6);

    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly InstallationScope installation = Authorizer.ForWorker(Worker);
    private readonly Dictionary<string, INotificationChannel> channels = channels.ToDictionary(static c => c.Name);
    private DateTimeOffset nextTrim = DateTimeOffset.MinValue;

    /// <summary>Something may be due.</summary>
    public void Wake() => signals.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true) await SleepAsync(await SendDueAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <returns>How long nothing more will be due.</returns>
    private async Task<TimeSpan> SendDueAsync(CancellationToken ct)
    {
        try
        {
            var now = clock.GetUtcNow();
            if (now >= nextTrim)
            {
                await store.TrimAsync(installation, now - NotificationRules.Keep, ct);
                nextTrim = now + TrimEach;
            }
            var due = await store.ListDueAsync(installation, now, AtOnce, ct);
            foreach (var batch in due.GroupBy(static n => (n.Subject, n.Society, n.Channel))) await SendAsync([.. batch.OrderBy(static n => n.News.At)], ct);
            if (due.Count == AtOnce) return TimeSpan.Zero;
            return await store.NextDueAsync(installation, ct) - clock.GetUtcNow() is { } sleep && sleep < LongestSleep ? sleep : LongestSleep;
        }
        catch (StorageException e)
        {
            Failed(e.Message);
            return AfterFault;
        }
    }

    private async ValueTask SendAsync(IReadOnlyList<Notification> batch, CancellationToken ct)
    {
        var (first, ids) = (batch[0], batch.Select(static n => n.Id).ToList());
        // Who left the society meanwhile, or was disabled, is not told.
        if (!channels.TryGetValue(first.Channel, out var channel) || await people.FindAsync(first.Subject, ct) is not { IsDisabled: false } person || !await MayAsync(person, first, ct)
            || await channel.TrySendAsync(new(person, await SocietyAsync(first.Society, ct), batch), ct))
        {
            await store.FinishAsync(installation, ids, clock.GetUtcNow(), CancellationToken.None);
            return;
        }
        var now = clock.GetUtcNow();
        if (NotificationRules.RetryAt(first.Attempts + 1, batch.Min(static n => n.News.At), now) is { } later)
        {
            await store.PostponeAsync(installation, ids, later, CancellationToken.None);
            return;
        }
        GivenUp(ids.Count, first.Channel);
        await store.FinishAsync(installation, ids, now, CancellationToken.None);
    }

    private async ValueTask<bool> MayAsync(Person person, Notification about, CancellationToken ct) =>
        NotificationCatalog.Find(about.News.Type) is { } type && type.IsFor(person.Role)
        && (about.Society is not { } society || person.Role == Role.SuperAdmin || (await memberships.SocietiesOfAsync(person.Subject, ct)).Contains(society));

    private async ValueTask<Society?> SocietyAsync(SocietyId? id, CancellationToken ct) => id is { } society ? await societies.FindAsync(Authorizer.ForWorker(society, Worker), ct) : null;

    private async Task SleepAsync(TimeSpan sleep, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (sleep <= TimeSpan.Zero) return;
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(signals.Reader.WaitToReadAsync(awake.Token).AsTask(), Task.Delay(sleep, clock, awake.Token));
        await awake.CancelAsync();
        signals.Reader.TryRead(out _);
        ct.ThrowIfCancellationRequested();
    }

    [LoggerMessage(LogLevel.Error, "Notifications: {Why} Trying again.")]
    private partial void Failed(string why);

    [LoggerMessage(LogLevel.Error, "{Count} notifications by {Channel} could not be sent for days and were given up.")]
    private partial void GivenUp(int count, string channel);
}
