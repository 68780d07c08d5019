using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;

namespace Sluice.Storage.Sqlite;

/// <summary>The events, and how far their followers have got.</summary>
public sealed class SqliteEventLog : IEventLog, IFollowerStore
{
    /// <summary>Rows removed in one transaction: others wait no longer than for that.</summary>
    private const int TrimAtOnce = 1_000;

    private readonly SqliteStore store;
    private readonly TimeProvider clock;

    internal SqliteEventLog(SqliteStore store, TimeProvider clock)
    {
        this.store = store;
        this.clock = clock;
    }

    public ValueTask<bool> AppendAsync(SocietyScope scope, NewEvent happened, CancellationToken ct) => store.WriteAsync(session => Append(session, scope.Society, happened), 1, ct);

    public ValueTask<bool> AppendAsync(InstallationScope scope, NewEvent happened, CancellationToken ct) => store.WriteAsync(session => Append(session, null, happened), 1, ct);

    public ValueTask<FeedPage<StoredEvent>> ListAsync(SocietyScope scope, long after, int limit, CancellationToken ct) =>
        new(List("Events.ListBySociety", after, limit, ("$society", scope.Society.Text), ("$after", after), ("$limit", limit + 1L)));

    public ValueTask<FeedPage<StoredEvent>> ListAsync(InstallationScope scope, long after, int limit, CancellationToken ct) =>
        new(List("Events.List", after, limit, ("$after", after), ("$limit", limit + 1L)));

    public ValueTask<long> LastAsync(SocietyScope scope, CancellationToken ct) => new(store.Read(session => session.Number("Events.LastBySociety", ("$society", scope.Society.Text))!.Value));

    public ValueTask<long> LastAsync(InstallationScope scope, CancellationToken ct) => new(store.Read(static session => session.Number("Events.Last")!.Value));

    public async ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset before, CancellationToken ct)
    {
        for (var gone = 0; ;)
        {
            var some = await store.WriteAsync(session => session.Run("Events.Trim", ("$before", before.ToUnixTimeMilliseconds()), ("$limit", (long)TrimAtOnce)), TrimAtOnce, ct);
            gone += some;
            if (some < TrimAtOnce) return gone;
        }
    }

    public ValueTask<long?> FindAsync(InstallationScope worker, string name, CancellationToken ct) => new(store.Read(session => session.Number("Events.FindFollower", ("$name", name))));

    public async ValueTask SaveAsync(InstallationScope worker, string name, long through, CancellationToken ct)
    {
        FollowerRules.ThrowIfBadName(name);
        await store.WriteAsync(session => session.Run("Events.SaveFollower", ("$name", name), ("$through", through)), 1, ct);
    }

    /// <summary>Appends within the transaction of the change that it tells.</summary>
    internal bool Append(Session session, SocietyId? society, NewEvent happened)
    {
        happened.ThrowIfUnfit();
        var isNew = session.Run("Events.Append",
            ("$society", society?.Text), ("$type", happened.Type), ("$subject", happened.Subject), ("$at", Timestamps.Stored(clock.GetUtcNow()).ToUnixTimeMilliseconds()),
            ("$key", happened.Key), ("$data", happened.Data)) > 0;
        if (isNew) session.AtEnd(() => store.Live.EventAppended(society), null);
        return isNew;
    }

    private FeedPage<StoredEvent> List(string statement, long after, int limit, params (string, object?)[] parameters)
    {
        FollowerRules.ThrowIfBadLimit(limit, IEventLog.MaxPage);
        return store.Read(session =>
        {
            var list = new List<StoredEvent>();
            using var rows = session.Bind(statement, parameters).ExecuteReader();
            while (rows.Read()) list.Add(ToEvent(rows));
            return FeedPage<StoredEvent>.Of(list, after, limit, static e => e.Sequence);
        });
    }

    private static StoredEvent ToEvent(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Society = row.Text(1) is { } society ? SocietyId.Parse(society) : null,
        Type = row.GetString(2),
        Subject = row.GetString(3),
        At = Columns.ToTime(row.GetInt64(4)),
        Data = row.GetString(5),
    };
}
