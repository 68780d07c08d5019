using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;

namespace Sluice.Storage.Sqlite;

/// <summary>Societies, towers, flats, residents.</summary>
public sealed partial class SqliteSocietyStore : ISocietyStore
{
    private readonly SqliteStore store;

    internal SqliteSocietyStore(SqliteStore store) => this.store = store;

    public ValueTask<Change> CreateAsync(InstallationScope scope, Society society, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(society));
        return store.WriteAsync(session =>
        {
            if (Version(session, society.Id) is { } there) return new Change(ChangeOutcome.Exists, there);
            session.Run("Societies.Add", [.. Values(society), ("$created_at", society.CreatedAt.ToUnixTimeMilliseconds())]);
            return new Change(ChangeOutcome.Changed, 1);
        }, 1, ct);
    }

    public ValueTask<Change> RemoveAsync(InstallationScope scope, SocietyId id, long? version, CancellationToken ct) => store.WriteAsync(session =>
    {
        var change = SocietyRules.Remove(Version(session, id), version, session.Number("Societies.HasMeters", ("$society", id.Text)) == 1);
        if (!change.IsDone) return change;
        Erase(session, id, null, null, null);
        SqliteMeterKeyStore.RemoveAll(session, id.Text);
        SqliteWebhookStore.RemoveAll(session, id.Text);
        SqliteNotificationStore.RemoveAll(session, id.Text);
        session.Run("Societies.RemoveFlats", ("$society", id.Text));
        session.Run("Societies.RemoveTowers", ("$society", id.Text));
        session.Run("Societies.Remove", ("$society", id.Text));
        return change;
    }, 100, ct);

    public ValueTask<Page<Society>> ListAsync(Caller caller, string? next, int limit, CancellationToken ct) =>
        new(List(next, limit, s => caller.IsMember(s.Id) && Authorizer.Allows(caller.Role, Permission.SocietyRead)));

    public ValueTask<Page<Society>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) => new(List(next, limit, static _ => true));

    public ValueTask<Society?> FindAsync(SocietyScope scope, CancellationToken ct) => new(store.Read(session =>
    {
        using var row = session.Bind("Societies.Find", ("$id", scope.Society.Text)).ExecuteReader();
        return row.Read() ? ToSociety(row) : null;
    }));

    public ValueTask<Change> UpdateAsync(SocietyScope scope, Society society, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(society));
        return store.WriteAsync(session =>
        {
            if (Version(session, scope.Society) is not { } there) return new Change(ChangeOutcome.NotFound);
            if (there != society.Version) return new Change(ChangeOutcome.Conflict, there);
            session.Run("Societies.Update", Values(society with { Id = scope.Society }));
            return new Change(ChangeOutcome.Changed, there + 1);
        }, 1, ct);
    }

    /// <summary>Makes the tower and flat of a meter.</summary>
    internal static void Ensure(Session session, SocietyId society, string tower, string flat)
    {
        if (tower.Length == 0) return;
        session.Run("Societies.EnsureTower", ("$society", society.Text), ("$name", tower));
        if (flat.Length > 0) session.Run("Societies.EnsureFlat", ("$society", society.Text), ("$tower", tower), ("$number", flat));
    }

    private Page<Society> List(string? next, int limit, Func<Society, bool> wanted)
    {
        var after = SocietyRules.After(next, limit);
        return store.Read(session =>
        {
            var list = new List<Society>();
            using var rows = session.Bind("Societies.List", ("$after", after)).ExecuteReader();
            while (list.Count <= limit && rows.Read())
                if (ToSociety(rows) is var society && wanted(society)) list.Add(society);
            return list.Count > limit ? new Page<Society>(list[..limit], list[limit - 1].Id.Text) : new(list, null);
        });
    }

    private static long? Version(Session session, SocietyId id) => session.Number("Societies.Version", ("$id", id.Text));

    private static (string, object?)[] Values(Society society) =>
    [
        ("$id", society.Id.Text),
        ("$name", society.Name),
        ("$address", society.Address),
        ("$time_zone", society.TimeZone),
        ("$lat", society.Location?.Lat),
        ("$lng", society.Location?.Lng),
        ("$offline_keys", society.OfflineKeys ? 1L : 0L),
        ("$slot_minutes", (long)society.SlotMinutes),
        ("$round", (long?)society.Retention.RoundTelegramDays),
        ("$gateway", (long?)society.Retention.GatewayTelegramDays),
        ("$location", (long?)society.Retention.SessionLocationDays),
        ("$mqtt", (long)society.Mqtt),
        ("$moved_out", (long?)society.Retention.MovedOutResidentDays),
    ];

    private static Society ToSociety(SqliteDataReader row) => new()
    {
        Id = SocietyId.Parse(row.GetString(0)),
        Name = row.GetString(1),
        Address = row.GetString(2),
        TimeZone = row.GetString(3),
        Location = row.Place(4),
        OfflineKeys = row.GetInt64(6) != 0,
        SlotMinutes = row.GetInt32(7),
        Retention = new()
        {
            RoundTelegramDays = (int?)row.Long(8),
            GatewayTelegramDays = (int?)row.Long(9),
            SessionLocationDays = (int?)row.Long(10),
            MovedOutResidentDays = (int?)row.Long(11),
        },
        CreatedAt = Columns.ToTime(row.GetInt64(12)),
        Version = row.GetInt64(13),
        Mqtt = (MqttOut)row.GetInt32(14),
    };
}
