using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteSessionStore
{
    public ValueTask<Page<ScanSession>> ListAsync(SocietyScope scope, SessionFilter filter, string? next, int limit, CancellationToken ct)
    {
        var before = SessionCursors.BeforeSession(next, limit);
        return new(store.Read(session =>
        {
            var found = new List<Row>();
            (string, object?)[] parameters =
                [("$society", scope.Society.Text), ("$before", before), ("$status", (long?)filter.Status), ("$mode", (long?)filter.Mode), ("$limit", limit + 1)];
            var command = filter.User is null ? session.Bind("Sessions.List", parameters) : session.Bind("Sessions.ListOf", [.. parameters, ("$user", filter.User)]);
            using (var rows = command.ExecuteReader())
                while (rows.Read()) found.Add(ToRow(rows));
            ScanSession[] page = [.. found.Take(limit).Select(row => WithParticipants(session, row))];
            return new Page<ScanSession>(page, found.Count > limit ? SessionCursors.OfSession(found[limit - 1].Number) : null);
        }));
    }

    public ValueTask<Page<SessionTarget>> ListTargetsAsync(SocietyScope scope, SessionId id, TargetFilter filter, string? next, int limit, CancellationToken ct)
    {
        var after = SessionCursors.AfterTarget(next, limit);
        return new(store.Read(session =>
        {
            if (Find(session, scope, id) is not { } row) return new([], null);
            var found = new List<SessionTarget>();
            using var rows = session.Bind("Sessions.ListTargets",
                ("$session", row.Number), ("$after", after), ("$state", (long?)filter.State), ("$tower", filter.Tower), ("$flat", filter.Flat), ("$limit", limit + 1)).ExecuteReader();
            while (rows.Read()) found.Add(ToTarget(rows));
            return found.Count > limit ? new Page<SessionTarget>(found[..limit], SessionCursors.OfTarget(found[limit - 1].Ordinal)) : new(found, null);
        }));
    }

    public ValueTask<IReadOnlyDictionary<SessionId, IReadOnlyList<MeterId>>> ListTargetMetersAsync(SocietyScope scope, IReadOnlyCollection<SessionId> ids, CancellationToken ct) =>
        new(store.Read<IReadOnlyDictionary<SessionId, IReadOnlyList<MeterId>>>(session =>
        {
            var found = new Dictionary<SessionId, IReadOnlyList<MeterId>>();
            var wanted = string.Join(',', ids.Distinct().Select(static id => $"\"{Convert.ToHexString(Column(id))}\""));
            using var rows = session.Bind("Sessions.ListTargetMeters", ("$society", scope.Society.Text), ("$ids", $"[{wanted}]")).ExecuteReader();
            while (rows.Read())
            {
                var id = new SessionId(new Guid(rows.GetFieldValue<byte[]>(0), bigEndian: true));
                if (!found.TryGetValue(id, out var meters)) found.Add(id, meters = new List<MeterId>());
                if (!rows.IsDBNull(1)) ((List<MeterId>)meters).Add(MeterId.FromSortKey((ulong)rows.GetInt64(1)));
            }
            return found;
        }));

    public ValueTask<SessionTarget?> FindTargetAsync(SocietyScope scope, SessionId id, MeterId meter, CancellationToken ct) =>
        new(store.Read(session => Find(session, scope, id) is { } row ? FindTarget(session, row.Number, meter) : null));

    public ValueTask<IReadOnlyList<FlatCounts>> CountByFlatAsync(SocietyScope scope, SessionId id, string? tower, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<FlatCounts>>(session => Find(session, scope, id) is { } row ? Count(session, "Sessions.CountByFlat", ("$session", row.Number), ("$tower", tower)) : []));

    public ValueTask<IReadOnlyList<FlatCounts>> CountByTowerAsync(SocietyScope scope, SessionId id, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<FlatCounts>>(session => Find(session, scope, id) is { } row ? Count(session, "Sessions.CountByTower", ("$session", row.Number)) : []));

    public ValueTask<Page<HeardMeter>> ListUnlistedAsync(SocietyScope scope, SessionId id, string? next, int limit, CancellationToken ct)
    {
        var after = SessionCursors.AfterMeter(next, limit);
        return new(store.Read(session =>
        {
            if (Find(session, scope, id) is not { } row) return new([], null);
            var found = new List<HeardMeter>();
            using var rows = session.Bind("Sessions.ListHeard", ("$session", row.Number), ("$after", after), ("$limit", limit + 1)).ExecuteReader();
            while (rows.Read()) found.Add(ToHeard(rows));
            return found.Count > limit ? new Page<HeardMeter>(found[..limit], SessionCursors.OfMeter(found[limit - 1].Meter)) : new(found, null);
        }));
    }

    private static List<FlatCounts> Count(Session session, string statement, params ReadOnlySpan<(string, object?)> parameters)
    {
        var found = new List<FlatCounts>();
        using var rows = session.Bind(statement, parameters).ExecuteReader();
        while (rows.Read()) found.Add(new(rows.GetString(0), rows.GetString(1), ToCounts(rows, 2)));
        return found;
    }
}
