using Sluice.Metering.Identity;

namespace Sluice.Metering.Notifications;

/// <summary>What people want to be told, and what is to be told to them.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface INotificationStore
{
    /// <summary>What somebody chose; null: nothing yet.</summary>
    ValueTask<NotificationPreferences?> FindPreferencesAsync(Caller caller, SocietyId? society, CancellationToken ct);

    /// <summary>Keeps what somebody chose. The subject is the caller's, whatever the preferences say.</summary>
    ValueTask PutPreferencesAsync(Caller caller, NotificationPreferences preferences, CancellationToken ct);

    /// <summary>What everybody chose for a society, or for the installation.</summary>
    ValueTask<IReadOnlyList<NotificationPreferences>> ListPreferencesAsync(InstallationScope worker, SocietyId? society, CancellationToken ct);

    /// <summary>Queues what is to be told; what was queued before for the same event, person and channel is left alone, told or not.</summary>
    /// <returns>How many are new.</returns>
    ValueTask<int> AddAsync(InstallationScope worker, IReadOnlyList<Notification> notifications, DateTimeOffset now, CancellationToken ct);

    /// <summary>What is due, the oldest first.</summary>
    ValueTask<IReadOnlyList<Notification>> ListDueAsync(InstallationScope worker, DateTimeOffset now, int limit, CancellationToken ct);

    /// <summary>When the first one that is not told becomes due; null: none will.</summary>
    ValueTask<DateTimeOffset?> NextDueAsync(InstallationScope worker, CancellationToken ct);

    /// <summary>These were told, or will not be.</summary>
    ValueTask FinishAsync(InstallationScope worker, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken ct);

    /// <summary>These could not be told, and are due again later.</summary>
    ValueTask PostponeAsync(InstallationScope worker, IReadOnlyList<long> ids, DateTimeOffset dueAt, CancellationToken ct);

    /// <summary>Forgets what was finished before a time.</summary>
    ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset before, CancellationToken ct);
}
