using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Sqlite;

/// <summary>The rounds: a row each with the counts of its targets, the targets lying together in the round's order.</summary>
public sealed partial class SqliteSessionStore : ISessionStore, ICommitParticipant
{
    private readonly SqliteStore store;

    internal SqliteSessionStore(SqliteStore store) => this.store = store;

    /// <summary>Tells who is interested, once it is on disk.</summary>
    private void Tell(Session session, ScanSession round, IReadOnlyCollection<MeterId> meters) => session.AtEnd(() => store.Live.SessionChanged(round.Society, round.Id, meters), null);

    public ValueTask<ScanSession?> FindAsync(SocietyScope scope, SessionId id, CancellationToken ct) => new(store.Read(session => Find(session, scope, id)?.Round));

    public ValueTask<SocietyId?> FindSocietyAsync(SessionId id, CancellationToken ct) => new(store.Read<SocietyId?>(session =>
        session.Bind("Sessions.FindSociety", ("$id", Column(id))).ExecuteScalar() is string society ? SocietyId.Parse(society) : null));

    private static byte[] Column(SessionId id) => id.Value.ToByteArray(bigEndian: true);

    /// <summary>The round with its row's number; null when the society has none of this id.</summary>
    private static Row? Find(Session session, SocietyScope scope, SessionId id) => Find(session, id) is { } row && row.Round.Society == scope.Society ? row : null;

    private static Row? Find(Session session, SessionId id)
    {
        Row row;
        using (var rows = session.Bind("Sessions.Find", ("$id", Column(id))).ExecuteReader())
        {
            if (!rows.Read()) return null;
            row = ToRow(rows);
        }
        return row with { Round = WithParticipants(session, row) };
    }

    private static ScanSession WithParticipants(Session session, Row row)
    {
        var participants = new List<Participant>();
        using var rows = session.Bind("Sessions.Participants", ("$session", row.Number)).ExecuteReader();
        while (rows.Read()) participants.Add(new(rows.GetString(0), rows.GetString(1), Columns.ToTime(rows.GetInt64(2)), ToTime(rows.Long(3))));
        return row.Round with { Participants = participants };
    }

    private static Row ToRow(SqliteDataReader row) => new(row.GetInt64(0), new()
    {
        Id = new(new Guid(row.GetFieldValue<byte[]>(1), bigEndian: true)),
        Society = SocietyId.Parse(row.GetString(2)),
        User = row.GetString(3),
        Mode = (ScanMode)row.GetInt32(4),
        Name = row.GetString(5),
        Status = (SessionStatus)row.GetInt32(6),
        StartedAt = Columns.ToTime(row.GetInt64(7)),
        EndedAt = ToTime(row.Long(8)),
        ActiveSince = ToTime(row.Long(9)),
        ActiveBefore = TimeSpan.FromMilliseconds(row.GetInt64(10)),
        Reason = row.GetString(11),
        Version = row.GetInt64(12),
        Counts = ToCounts(row, 13),
        Unlisted = row.GetInt32(19),
    });

    private static StateCounts ToCounts(SqliteDataReader row, int first) =>
        new(row.GetInt32(first), row.GetInt32(first + 1), row.GetInt32(first + 2), row.GetInt32(first + 3), row.GetInt32(first + 4), row.GetInt32(first + 5));

    private static SessionTarget ToTarget(SqliteDataReader row) => new()
    {
        Ordinal = row.GetInt32(0),
        Meter = MeterId.FromSortKey((ulong)row.GetInt64(1)),
        Tower = row.GetString(2),
        Flat = row.GetString(3),
        Place = row.GetString(4),
        Floor = (int?)row.Long(5),
        Location = row.IsDBNull(6) ? null : new Location(row.GetDouble(6), row.GetDouble(7)),
        Heard = (HeardState)row.GetInt32(8),
        HeardAt = ToTime(row.Long(9)),
        RssiDbm = (int?)row.Long(10),
        Late = row.GetInt32(11) != 0,
        Note = row.Long(12) is { } kind
            ? new((NoteKind)kind, Columns.ToTime(row.GetInt64(13)), row.GetString(14), Columns.ToVolume(row.Long(15), row.Long(16)), row.Text(17) ?? "", row.Text(18) ?? "")
            : null,
    };

    private static HeardMeter ToHeard(SqliteDataReader row) =>
        new(MeterId.FromSortKey((ulong)row.GetInt64(0)), (HeardState)row.GetInt32(1), Columns.ToTime(row.GetInt64(2)), Columns.ToTime(row.GetInt64(3)), (int?)row.Long(4));

    private static DateTimeOffset? ToTime(long? milliseconds) => milliseconds is { } ms ? Columns.ToTime(ms) : null;

    private sealed record Row(long Number, ScanSession Round);
}
