using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Metering.Notifications;

/// <summary>A way to reach people. Implement it and add it to the services; nothing else is needed.</summary>
public interface INotificationChannel
{
    /// <summary>One of <see cref="NotificationCatalog.Channels"/>.</summary>
    string Name { get; }

    /// <summary>False: this server has none; nothing is queued for it.</summary>
    bool IsSetUp { get; }

    /// <summary>Tells somebody.</summary>
    /// <param name="batch">One piece of news, or several that became due together.</param>
    /// <returns>False when it could not be sent now; it is tried again later. What cannot be sent at all counts as sent.</returns>
    ValueTask<bool> TrySendAsync(NotificationBatch batch, CancellationToken ct);
}

/// <summary>What one person is told at a time.</summary>
/// <param name="To">Who.</param>
/// <param name="Society">About which society; null: the installation.</param>
/// <param name="Items">At least one, in the order it happened.</param>
public sealed record NotificationBatch(Person To, Society? Society, IReadOnlyList<Notification> Items);
