using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;

namespace Sluice.Metering.Sessions;

/// <summary>Rounds in memory, for tests and the phone: keeps every promise of <see cref="ISessionStore"/> but surviving the process.</summary>
/// <param name="events">Gets the events of rounds; null: nobody does.</param>
/// <param name="live">Told what changed; null: nobody.</param>
public sealed class InMemorySessionStore(InMemoryEventLog? events = null, LiveHub? live = null) : ISessionStore, ICommitParticipant
{
    private readonly Lock gate = new();
    private readonly List<Round> rounds = [];
    private readonly Dictionary<SessionId, Round> byId = [];

    public ValueTask<StartOutcome> StartAsync(SocietyScope scope, ScanSession session, IReadOnlyList<SessionTarget> targets, CancellationToken ct)
    {
        SessionRules.ThrowIfUnfit(scope, session, targets);
        lock (gate)
        {
            if (byId.TryGetValue(session.Id, out var known)) return new(SessionRules.Again(known.Session, session));
            var round = new Round(
                SessionRules.Begin(session, scope.Caller.Subject == session.User ? scope.Caller.Name : "") with { Counts = new(targets.Count, 0, 0, 0, 0, 0), Unlisted = 0 },
                [.. targets.Select(SessionRules.Fresh)]);
            rounds.Add(round);
            byId.Add(session.Id, round);
            events?.Append(scope.Society, EventFacts.Started(round.Session));
            live?.SessionChanged(scope.Society, session.Id, []);
            return new(StartOutcome.Started);
        }
    }

    public ValueTask<ScanSession?> FindAsync(SocietyScope scope, SessionId id, CancellationToken ct)
    {
        lock (gate) return new(Find(scope, id)?.Session);
    }

    public ValueTask<SocietyId?> FindSocietyAsync(SessionId id, CancellationToken ct)
    {
        lock (gate) return new(byId.TryGetValue(id, out var round) ? round.Session.Society : null);
    }

    public ValueTask<Page<ScanSession>> ListAsync(SocietyScope scope, SessionFilter filter, string? next, int limit, CancellationToken ct)
    {
        var before = SessionCursors.BeforeSession(next, limit);
        lock (gate)
        {
            (int Number, ScanSession Session)[] found =
            [
                .. rounds.Select(static (r, i) => (i, r.Session)).Reverse().Where(r => r.i < before && r.Session.Society == scope.Society
                    && (filter.Status ?? r.Session.Status) == r.Session.Status && (filter.Mode ?? r.Session.Mode) == r.Session.Mode
                    && (filter.User is null || r.Session.TookPart(filter.User))).Take(limit + 1),
            ];
            return new(new Page<ScanSession>([.. found.Take(limit).Select(static f => f.Session)], found.Length > limit ? SessionCursors.OfSession(found[limit - 1].Number) : null));
        }
    }

    public ValueTask<ChangeResult> ChangeAsync(SocietyScope scope, SessionId id, SessionChange change, CancellationToken ct)
    {
        lock (gate)
        {
            if (Find(scope, id) is not { } round) return new(new ChangeResult(SessionOutcome.NoSession, null));
            var result = SessionRules.Change(round.Session, SessionActor.Of(scope), change);
            round.Session = result.Session!;
            if (result.Outcome == SessionOutcome.Done)
            {
                events?.Append(scope.Society, EventFacts.Changed(round.Session, change.Action, scope.Caller.Subject));
                live?.SessionChanged(scope.Society, id, []);
            }
            return new(result);
        }
    }

    public ValueTask<CaptureResult?> CaptureAsync(SocietyScope scope, SessionId id, IReadOnlyList<Capture> captures, CancellationToken ct)
    {
        var merged = TargetRules.Merge(captures);
        lock (gate) return new(Find(scope, id) is { } round ? Hear(round, merged) : null);
    }

    /// <summary>Marks what telegrams of rounds tell, in the commit that keeps them.</summary>
    public void OnCommit(IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        foreach (var (session, heard) in SessionCaptures.Of(items, outcomes))
            lock (gate)
                if (byId.TryGetValue(session, out var round)) Hear(round, heard);
    }

    public ValueTask<NoteOutcome> NoteAsync(SocietyScope scope, SessionId id, MeterId meter, TargetNote note, CancellationToken ct)
    {
        SessionRules.ThrowIfUnfit(note);
        lock (gate)
        {
            if (Find(scope, id) is not { } round) return new(NoteOutcome.NoSession);
            if (!SessionRules.MayWorkOn(round.Session, scope)) return new(NoteOutcome.NotTakingPart);
            if (!round.ByMeter.TryGetValue(meter, out var ordinal)) return new(NoteOutcome.NotATarget);
            var (outcome, after) = TargetRules.Note(round.Session, round.Targets[ordinal], note with { By = scope.Caller.Subject });
            if (after != round.Targets[ordinal]) live?.SessionChanged(scope.Society, id, [meter]);
            round.Set(after);
            return new(outcome);
        }
    }

    public ValueTask<Page<SessionTarget>> ListTargetsAsync(SocietyScope scope, SessionId id, TargetFilter filter, string? next, int limit, CancellationToken ct)
    {
        var after = SessionCursors.AfterTarget(next, limit);
        lock (gate)
        {
            SessionTarget[] found = [.. Targets(scope, id).Where(t => t.Ordinal > after && (filter.State ?? t.State) == t.State && (filter.Tower ?? t.Tower) == t.Tower && (filter.Flat ?? t.Flat) == t.Flat).Take(limit + 1)];
            return new(found.Length > limit ? new Page<SessionTarget>(found[..limit], SessionCursors.OfTarget(found[limit - 1].Ordinal)) : new(found, null));
        }
    }

    public ValueTask<SessionTarget?> FindTargetAsync(SocietyScope scope, SessionId id, MeterId meter, CancellationToken ct)
    {
        lock (gate) return new(Find(scope, id) is { } round && round.ByMeter.TryGetValue(meter, out var ordinal) ? round.Targets[ordinal] : null);
    }

    public ValueTask<IReadOnlyList<FlatCounts>> CountByFlatAsync(SocietyScope scope, SessionId id, string? tower, CancellationToken ct)
    {
        lock (gate) return new([.. Targets(scope, id).Where(t => (tower ?? t.Tower) == t.Tower).GroupBy(static t => (t.Tower, t.Flat)).Select(static g => new FlatCounts(g.Key.Tower, g.Key.Flat, StateCounts.Of(g)))]);
    }

    public ValueTask<IReadOnlyList<FlatCounts>> CountByTowerAsync(SocietyScope scope, SessionId id, CancellationToken ct)
    {
        lock (gate) return new([.. Targets(scope, id).GroupBy(static t => t.Tower).Select(static g => new FlatCounts(g.Key, "", StateCounts.Of(g)))]);
    }

    public ValueTask<Page<HeardMeter>> ListUnlistedAsync(SocietyScope scope, SessionId id, string? next, int limit, CancellationToken ct)
    {
        var after = SessionCursors.AfterMeter(next, limit);
        lock (gate)
        {
            HeardMeter[] found = Find(scope, id) is { } round ? [.. round.Unlisted.Where(u => (long)u.Key > after).Take(limit + 1).Select(static u => u.Value)] : [];
            return new(found.Length > limit ? new Page<HeardMeter>(found[..limit], SessionCursors.OfMeter(found[limit - 1].Meter)) : new(found, null));
        }
    }

    private CaptureResult Hear(Round round, IReadOnlyList<HeardMeter> heard)
    {
        var result = round.Hear(heard);
        live?.SessionChanged(round.Session.Society, round.Session.Id, [.. heard.Select(static h => h.Meter).Where(round.ByMeter.ContainsKey)]);
        return result;
    }

    private Round? Find(SocietyScope scope, SessionId id) => byId.TryGetValue(id, out var round) && round.Session.Society == scope.Society ? round : null;

    private SessionTarget[] Targets(SocietyScope scope, SessionId id) => Find(scope, id)?.Targets ?? [];

    private sealed class Round(ScanSession session, SessionTarget[] targets)
    {
        public ScanSession Session { get; set; } = session;

        public SessionTarget[] Targets { get; } = targets;

        public Dictionary<MeterId, int> ByMeter { get; } = targets.ToDictionary(static t => t.Meter, static t => t.Ordinal);

        public SortedDictionary<ulong, HeardMeter> Unlisted { get; } = [];

        public CaptureResult Hear(IReadOnlyList<HeardMeter> all)
        {
            var (changed, added) = (0, 0);
            foreach (var heard in all)
            {
                if (ByMeter.TryGetValue(heard.Meter, out var ordinal))
                {
                    if (Set(TargetRules.Hear(Targets[ordinal], heard, Session.HasEnded))) changed++;
                }
                else if (Unlisted.TryGetValue(heard.Meter.SortKey, out var known))
                {
                    Unlisted[heard.Meter.SortKey] = TargetRules.Both(known, heard);
                }
                else if (Unlisted.Count < ScanSession.MaxUnlisted)
                {
                    Unlisted.Add(heard.Meter.SortKey, heard);
                    added++;
                }
            }
            Session = Session with { Unlisted = Unlisted.Count };
            return new(changed, added);
        }

        /// <returns>True when its state changed.</returns>
        public bool Set(SessionTarget after)
        {
            var before = Targets[after.Ordinal].State;
            Targets[after.Ordinal] = after;
            Session = Session with { Counts = Session.Counts.Moved(before, after.State) };
            return before != after.State;
        }
    }
}
