using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;

namespace Sluice.Storage.Sqlite;

/// <summary>What people want to be told, and what is to be told to them.</summary>
public sealed class SqliteNotificationStore : INotificationStore
{
    private readonly SqliteStore store;

    internal SqliteNotificationStore(SqliteStore store) => this.store = store;

    public ValueTask<NotificationPreferences?> FindPreferencesAsync(Caller caller, SocietyId? society, CancellationToken ct) => new(store.Read(session =>
        session.Bind("Notifications.FindPreferences", ("$society", Text(society)), ("$subject", caller.Subject)).ExecuteScalar() is string chosen ? ToPreferences(chosen) : null));

    public async ValueTask PutPreferencesAsync(Caller caller, NotificationPreferences preferences, CancellationToken ct)
    {
        var chosen = JsonSerializer.Serialize(new(caller.Subject, Text(preferences.Society), preferences.Choices, preferences.QuietFrom, preferences.QuietTo,
            preferences.UrgentAtOnce, preferences.UrgentBreaksQuiet, preferences.DigestAt), NotificationJson.Default.StoredPreferences);
        await store.WriteAsync(session => session.Run("Notifications.PutPreferences", ("$subject", caller.Subject), ("$society", Text(preferences.Society)), ("$chosen", chosen)), 1, ct);
    }

    public ValueTask<IReadOnlyList<NotificationPreferences>> ListPreferencesAsync(InstallationScope worker, SocietyId? society, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<NotificationPreferences>>(session =>
        {
            var list = new List<NotificationPreferences>();
            using var rows = session.Bind("Notifications.ListPreferences", ("$society", Text(society))).ExecuteReader();
            while (rows.Read()) list.Add(ToPreferences(rows.GetString(0)));
            return list;
        }));

    public ValueTask<int> AddAsync(InstallationScope worker, IReadOnlyList<Notification> notifications, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(session =>
        notifications.Sum(one => session.Run("Notifications.Add",
            ("$event", one.Event), ("$society", Text(one.Society)), ("$subject", one.Subject), ("$channel", one.Channel),
            ("$news", JsonSerializer.Serialize(one.News with { At = Metering.Timestamps.Stored(one.News.At) }, NotificationJson.Default.News)), ("$due_at", one.DueAt.ToUnixTimeMilliseconds()))), notifications.Count, ct);

    public ValueTask<IReadOnlyList<Notification>> ListDueAsync(InstallationScope worker, DateTimeOffset now, int limit, CancellationToken ct) => new(store.Read<IReadOnlyList<Notification>>(session =>
    {
        var list = new List<Notification>();
        using var rows = session.Bind("Notifications.ListDue", ("$now", now.ToUnixTimeMilliseconds()), ("$limit", (long)limit)).ExecuteReader();
        while (rows.Read())
            list.Add(new()
            {
                Id = rows.GetInt64(0),
                Event = rows.GetString(1),
                Society = ToSociety(rows.GetString(2)),
                Subject = rows.GetString(3),
                Channel = rows.GetString(4),
                News = JsonSerializer.Deserialize(rows.GetString(5), NotificationJson.Default.News)!,
                DueAt = Columns.ToTime(rows.GetInt64(6)),
                Attempts = rows.GetInt32(7),
            });
        return list;
    }));

    public ValueTask<DateTimeOffset?> NextDueAsync(InstallationScope worker, CancellationToken ct) =>
        new(store.Read<DateTimeOffset?>(static session => session.Number("Notifications.NextDue") is { } due ? Columns.ToTime(due) : null));

    public async ValueTask FinishAsync(InstallationScope worker, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken ct) =>
        await store.WriteAsync(session => ids.Sum(id => session.Run("Notifications.Finish", ("$id", id), ("$now", now.ToUnixTimeMilliseconds()))), ids.Count, ct);

    public async ValueTask PostponeAsync(InstallationScope worker, IReadOnlyList<long> ids, DateTimeOffset dueAt, CancellationToken ct) =>
        await store.WriteAsync(session => ids.Sum(id => session.Run("Notifications.Postpone", ("$id", id), ("$due_at", dueAt.ToUnixTimeMilliseconds()))), ids.Count, ct);

    public ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset before, CancellationToken ct) =>
        store.WriteAsync(session => session.Run("Notifications.Trim", ("$before", before.ToUnixTimeMilliseconds())), 100, ct);

    /// <summary>Forgets everything of a society.</summary>
    internal static void RemoveAll(Session session, string society)
    {
        session.Run("Notifications.RemoveAll", ("$society", society));
        session.Run("Notifications.RemovePreferences", ("$society", society));
    }

    private static NotificationPreferences ToPreferences(string chosen)
    {
        var stored = JsonSerializer.Deserialize(chosen, NotificationJson.Default.StoredPreferences)!;
        return new()
        {
            Subject = stored.Subject,
            Society = ToSociety(stored.Society),
            Choices = stored.Choices,
            QuietFrom = stored.QuietFrom,
            QuietTo = stored.QuietTo,
            UrgentAtOnce = stored.UrgentAtOnce,
            UrgentBreaksQuiet = stored.UrgentBreaksQuiet,
            DigestAt = stored.DigestAt,
        };
    }

    private static string Text(SocietyId? society) => society?.Text ?? "";

    private static SocietyId? ToSociety(string text) => text.Length == 0 ? null : SocietyId.Parse(text);
}

/// <summary>Preferences as they are stored.</summary>
internal sealed record StoredPreferences(
    string Subject, string Society, IReadOnlyDictionary<string, NotificationChoice> Choices, TimeOnly? QuietFrom, TimeOnly? QuietTo, bool UrgentAtOnce, bool UrgentBreaksQuiet, TimeOnly DigestAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredPreferences))]
[JsonSerializable(typeof(News))]
internal sealed partial class NotificationJson : JsonSerializerContext;
