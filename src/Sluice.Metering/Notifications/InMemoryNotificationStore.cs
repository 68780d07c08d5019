using Sluice.Metering.Identity;

namespace Sluice.Metering.Notifications;

/// <summary>Notifications in memory, for tests.</summary>
public sealed class InMemoryNotificationStore : INotificationStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Subject, SocietyId? Society), NotificationPreferences> preferences = [];
    private readonly SortedDictionary<long, (Notification Notification, DateTimeOffset? FinishedAt)> rows = [];
    private long lastId;

    public ValueTask<NotificationPreferences?> FindPreferencesAsync(Caller caller, SocietyId? society, CancellationToken ct)
    {
        lock (gate) return new(preferences.GetValueOrDefault((caller.Subject, society)));
    }

    public ValueTask PutPreferencesAsync(Caller caller, NotificationPreferences preferences, CancellationToken ct)
    {
        lock (gate) this.preferences[(caller.Subject, preferences.Society)] = preferences with { Subject = caller.Subject };
        return default;
    }

    public ValueTask<IReadOnlyList<NotificationPreferences>> ListPreferencesAsync(InstallationScope worker, SocietyId? society, CancellationToken ct)
    {
        lock (gate) return new([.. preferences.Values.Where(p => p.Society == society).OrderBy(static p => p.Subject, StringComparer.Ordinal)]);
    }

    public ValueTask<int> AddAsync(InstallationScope worker, IReadOnlyList<Notification> notifications, DateTimeOffset now, CancellationToken ct)
    {
        lock (gate)
        {
            var added = 0;
            foreach (var one in notifications)
            {
                if (rows.Values.Any(r => (r.Notification.Event, r.Notification.Subject, r.Notification.Channel) == (one.Event, one.Subject, one.Channel))) continue;
                rows.Add(++lastId, (one with { Id = lastId, DueAt = Timestamps.Stored(one.DueAt), News = one.News with { At = Timestamps.Stored(one.News.At) } }, null));
                added++;
            }
            return new(added);
        }
    }

    public ValueTask<IReadOnlyList<Notification>> ListDueAsync(InstallationScope worker, DateTimeOffset now, int limit, CancellationToken ct)
    {
        lock (gate) return new([.. rows.Values.Where(r => r.FinishedAt is null && r.Notification.DueAt <= now).Select(static r => r.Notification).OrderBy(static n => n.DueAt).ThenBy(static n => n.Id).Take(limit)]);
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(InstallationScope worker, CancellationToken ct)
    {
        lock (gate) return new(rows.Values.Where(static r => r.FinishedAt is null).Min(static r => (DateTimeOffset?)r.Notification.DueAt));
    }

    public ValueTask FinishAsync(InstallationScope worker, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken ct)
    {
        lock (gate)
            foreach (var id in ids)
                if (rows.TryGetValue(id, out var row)) rows[id] = (row.Notification, now);
        return default;
    }

    public ValueTask PostponeAsync(InstallationScope worker, IReadOnlyList<long> ids, DateTimeOffset dueAt, CancellationToken ct)
    {
        lock (gate)
            foreach (var id in ids)
                if (rows.TryGetValue(id, out var row)) rows[id] = (row.Notification with { DueAt = Timestamps.Stored(dueAt), Attempts = row.Notification.Attempts + 1 }, row.FinishedAt);
        return default;
    }

    public ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset before, CancellationToken ct)
    {
        lock (gate)
        {
            var old = rows.Where(r => r.Value.FinishedAt < before).Select(static r => r.Key).ToList();
            foreach (var id in old) rows.Remove(id);
            return new(old.Count);
        }
    }
}
