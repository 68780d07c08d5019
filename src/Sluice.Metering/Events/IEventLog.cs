using Sluice.Metering.Identity;

namespace Sluice.Metering.Events;

/// <summary>The events: appended in order, listed after a sequence, trimmed by age. Rounds, alerts, jobs and meters append theirs in the transaction of the change, so an event is there exactly when the change is.</summary>
/// <remarks>Safe for use from many threads; what was appended is durable when the call returns. An event is never listed after a later one was. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IEventLog
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1_000;

    /// <summary>Appends an event of a society.</summary>
    /// <returns>False when one with its key was there.</returns>
    /// <exception cref="ArgumentException">It is not fit to be kept.</exception>
    ValueTask<bool> AppendAsync(SocietyScope scope, NewEvent happened, CancellationToken ct);

    /// <summary>Appends an event of the installation.</summary>
    /// <inheritdoc cref="AppendAsync(SocietyScope, NewEvent, CancellationToken)"/>
    ValueTask<bool> AppendAsync(InstallationScope scope, NewEvent happened, CancellationToken ct);

    /// <summary>A society's events after a sequence, oldest first, whatever the caller may see: see <see cref="EventTypes.MaySee"/>.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="after">0: from the first one kept.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="ct">Ends the waiting.</param>
    ValueTask<FeedPage<StoredEvent>> ListAsync(SocietyScope scope, long after, int limit, CancellationToken ct);

    /// <summary>The events of all societies and of the installation after a sequence, oldest first.</summary>
    /// <inheritdoc cref="ListAsync(SocietyScope, long, int, CancellationToken)"/>
    ValueTask<FeedPage<StoredEvent>> ListAsync(InstallationScope scope, long after, int limit, CancellationToken ct);

    /// <summary>The society's last event's sequence; 0 when there is none. For who wants to know only what comes from now on.</summary>
    ValueTask<long> LastAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>The last event's sequence, of all; 0 when there is none.</summary>
    ValueTask<long> LastAsync(InstallationScope scope, CancellationToken ct);

    /// <summary>Removes the oldest events, up to the first one noted at this time or later.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset before, CancellationToken ct);
}

/// <summary>How far followers have got, by name: <c>webhooks/events</c>, <c>mqtt/readings</c>.</summary>
/// <remarks>Safe for use from many threads; what was saved is durable when the call returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IFollowerStore
{
    /// <summary>Everything up to this sequence was delivered; null: nobody of this name has ever followed.</summary>
    ValueTask<long?> FindAsync(InstallationScope worker, string name, CancellationToken ct);

    /// <summary>Notes how far a follower has got.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 100 characters.</exception>
    ValueTask SaveAsync(InstallationScope worker, string name, long through, CancellationToken ct);
}
