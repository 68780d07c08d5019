using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteSessionStore
{
    public ValueTask<StartOutcome> StartAsync(SocietyScope scope, ScanSession session, IReadOnlyList<SessionTarget> targets, CancellationToken ct)
    {
        SessionRules.ThrowIfUnfit(scope, session, targets);
        var round = SessionRules.Begin(session, scope.Caller.Subject == session.User ? scope.Caller.Name : "");
        return store.WriteAsync(writer =>
        {
            if (Find(writer, session.Id) is { } known) return SessionRules.Again(known.Round, session);
            var number = writer.Number("Sessions.Append",
                ("$id", Column(round.Id)),
                ("$society", round.Society.Text),
                ("$user", round.User),
                ("$mode", (long)round.Mode),
                ("$name", round.Name),
                ("$status", (long)round.Status),
                ("$started_at", round.StartedAt.ToUnixTimeMilliseconds()),
                ("$ended_at", null),
                ("$active_since", round.ActiveSince?.ToUnixTimeMilliseconds()),
                ("$active_before", 0L),
                ("$reason", round.Reason),
                ("$version", round.Version),
                ("$missing", targets.Count))!.Value;
            SaveParticipants(writer, number, round);
            for (var i = 0; i < targets.Count; i++)
            {
                var target = targets[i];
                writer.Run("Sessions.AppendTarget",
                    ("$session", number),
                    ("$ordinal", i),
                    ("$meter", (long)target.Meter.SortKey),
                    ("$tower", target.Tower),
                    ("$flat", target.Flat),
                    ("$place", target.Place),
                    ("$floor", target.Floor),
                    ("$lat", target.Location?.Lat),
                    ("$lng", target.Location?.Lng));
            }
            store.Events.Append(writer, round.Society, EventFacts.Started(round with { Counts = new(targets.Count, 0, 0, 0, 0, 0), Unlisted = 0 }));
            Tell(writer, round, []);
            return StartOutcome.Started;
        }, targets.Count + 2, ct);
    }

    public ValueTask<ChangeResult> ChangeAsync(SocietyScope scope, SessionId id, SessionChange change, CancellationToken ct) => store.WriteAsync(writer =>
    {
        if (Find(writer, scope, id) is not { } row) return new(SessionOutcome.NoSession, null);
        var result = SessionRules.Change(row.Round, SessionActor.Of(scope), change);
        if (result.Outcome != SessionOutcome.Done) return result;
        var round = result.Session!;
        writer.Run("Sessions.Save",
            ("$name", round.Name),
            ("$status", (long)round.Status),
            ("$ended_at", round.EndedAt?.ToUnixTimeMilliseconds()),
            ("$active_since", round.ActiveSince?.ToUnixTimeMilliseconds()),
            ("$active_before", (long)round.ActiveBefore.TotalMilliseconds),
            ("$reason", round.Reason),
            ("$version", round.Version),
            ("$number", row.Number));
        if (change.Action is SessionAction.Join or SessionAction.Leave) SaveParticipants(writer, row.Number, round);
        store.Events.Append(writer, round.Society, EventFacts.Changed(round, change.Action, scope.Caller.Subject));
        Tell(writer, round, []);
        return result;
    }, 2, ct);

    private static void SaveParticipants(Session session, long number, ScanSession round)
    {
        session.Run("Sessions.ClearParticipants", ("$session", number));
        for (var i = 0; i < round.Participants.Count; i++)
        {
            var participant = round.Participants[i];
            session.Run("Sessions.AppendParticipant",
                ("$session", number),
                ("$place", i),
                ("$subject", participant.Subject),
                ("$name", participant.Name),
                ("$joined_at", participant.JoinedAt.ToUnixTimeMilliseconds()),
                ("$left_at", participant.LeftAt?.ToUnixTimeMilliseconds()));
        }
    }
}
