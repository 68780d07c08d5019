using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Storage;

namespace Sluice.Metering.Events;

/// <summary>Follows events or readings of all societies and goes on where it was after a restart. At least once: how far it got is saved after the delivery, so what a crash interrupts is delivered again.</summary>
/// <param name="name">Its name in the store of followers, at most <see cref="FollowerRules.MaxName"/> characters.</param>
/// <param name="cursors">Where it is kept how far it got.</param>
/// <param name="worker">Who follows.</param>
/// <param name="source">What is followed.</param>
/// <param name="deliver">Delivers a page, oldest first, never empty. It returns when all of it has been delivered or is kept elsewhere. Fails with a <see cref="StorageException"/> to be called again with the same page later.</param>
/// <param name="clock">The clock.</param>
public sealed class Follower<T>(string name, IFollowerStore cursors, InstallationScope worker, FollowerSource<T> source, Func<IReadOnlyList<T>, CancellationToken, ValueTask> deliver, TimeProvider clock)
{
    /// <summary>The most of one page.</summary>
    public const int MaxPage = 500;

    /// <summary>It looks at least this often, also without a signal.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1), LongestFault = TimeSpan.FromMinutes(1);

    private long? through;

    /// <summary>Called with failures that are retried, for the log.</summary>
    public event Action<StorageException>? Faulted;

    /// <summary>Follows until it is cancelled. A name that has never followed begins with what comes from now on.</summary>
    /// <param name="live">Says when to look.</param>
    /// <param name="ct">Ends it; throws <see cref="OperationCanceledException"/>.</param>
    public async Task RunAsync(LiveHub live, CancellationToken ct)
    {
        using var signals = live.Subscribe(worker, source.Topic);
        for (var pause = AfterFault; ;)
        {
            try
            {
                signals.Take();
                while (await StepAsync(ct)) ct.ThrowIfCancellationRequested();
                pause = AfterFault;
                await signals.WaitAsync(LongestSleep, clock, ct);
            }
            catch (StorageException e)
            {
                Faulted?.Invoke(e);
                await Task.Delay(pause, clock, ct);
                pause = pause * 2 < LongestFault ? pause * 2 : LongestFault;
            }
        }
    }

    /// <summary>Delivers at most one page.</summary>
    /// <returns>True when there may be more.</returns>
    public async ValueTask<bool> StepAsync(CancellationToken ct)
    {
        if (through is null && (through = await cursors.FindAsync(worker, name, ct)) is null)
        {
            var last = await source.LastAsync(ct);
            await cursors.SaveAsync(worker, name, last, ct);
            through = last;
        }
        var page = await source.ReadAsync(through.Value, MaxPage, ct);
        if (page.Items.Count > 0) await deliver(page.Items, ct);
        if (page.Through == through) return page.More;
        await cursors.SaveAsync(worker, name, page.Through, CancellationToken.None);
        through = page.Through;
        return page.More;
    }
}

/// <summary>What is followed.</summary>
/// <param name="Topic">What the hub tells about it.</param>
/// <param name="ReadAsync">A page after a sequence.</param>
/// <param name="LastAsync">The last sequence now.</param>
public sealed record FollowerSource<T>(LiveTopics Topic, Func<long, int, CancellationToken, ValueTask<FeedPage<T>>> ReadAsync, Func<CancellationToken, ValueTask<long>> LastAsync);

/// <summary>The sources there are.</summary>
public static class FollowerSources
{
    /// <summary>The events of all societies and of the installation.</summary>
    public static FollowerSource<StoredEvent> Events(IEventLog log, InstallationScope worker) => new(
        LiveTopics.Events, (after, limit, ct) => log.ListAsync(worker, after, limit, ct), ct => log.LastAsync(worker, ct));

    /// <summary>The readings of all societies.</summary>
    public static FollowerSource<Reading> Readings(IReadingStore readings, InstallationScope worker) => new(
        LiveTopics.Readings, (after, limit, ct) => readings.ListAfterAsync(worker, after, limit, ct), ct => readings.LastAsync(worker, ct));
}
