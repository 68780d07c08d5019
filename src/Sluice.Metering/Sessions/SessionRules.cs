using Sluice.Metering.Identity;

namespace Sluice.Metering.Sessions;

/// <summary>The rules of rounds: what every store and the phone do alike. Pure: a round in, a round out.</summary>
public static class SessionRules
{
    /// <summary>True when the caller may see the round: whoever sees all rounds of the society, and whoever takes or took part.</summary>
    public static bool MaySee(ScanSession session, SocietyScope scope) =>
        Authorizer.Allows(scope.Caller.Role, Permission.SessionRead) || session.TookPart(scope.Caller.Subject);

    /// <summary>True when the caller may note readings and hand over telegrams for it. Whoever left may still hand over what they had collected.</summary>
    public static bool MayWorkOn(ScanSession session, SocietyScope scope) => session.TookPart(scope.Caller.Subject) || SessionActor.Of(scope).Manages;

    /// <summary>A round as it begins: active, its starter taking part.</summary>
    public static ScanSession Begin(ScanSession session, string name) => session with
    {
        Status = SessionStatus.Active,
        StartedAt = Timestamps.Stored(session.StartedAt),
        ActiveSince = Timestamps.Stored(session.StartedAt),
        ActiveBefore = TimeSpan.Zero,
        EndedAt = null,
        Reason = "",
        Participants = [new(session.User, name, Timestamps.Stored(session.StartedAt))],
        Version = 1,
    };

    /// <summary>Refuses what no store starts.</summary>
    /// <exception cref="ArgumentException">The round is of another society, has no name, too many targets or one twice.</exception>
    public static void ThrowIfUnfit(SocietyScope scope, ScanSession session, IReadOnlyList<SessionTarget> targets)
    {
        if (session.Society != scope.Society) throw new ArgumentException($"Round {session.Id} is of society '{session.Society}', the caller was let into '{scope.Society}'.", nameof(session));
        if (!IsName(session.Name)) throw new ArgumentException($"A round's name has 1 to {ScanSession.MaxName} characters; this one has {session.Name.Length}.", nameof(session));
        if (targets.Count > ScanSession.MaxTargets) throw new ArgumentException($"A round has at most {ScanSession.MaxTargets} targets; this one has {targets.Count}.", nameof(targets));
        if (targets.Select(static t => t.Meter).ToHashSet().Count != targets.Count) throw new ArgumentException($"A target of round {session.Id} is there twice.", nameof(targets));
    }

    /// <summary>Refuses what no store notes.</summary>
    /// <exception cref="ArgumentException">The note has a fault.</exception>
    public static void ThrowIfUnfit(TargetNote note)
    {
        if (note.Fault != NoteFault.None) throw new ArgumentException($"The note cannot be kept: {note.Fault}.", nameof(note));
    }

    /// <summary>What a second start of a round's id is.</summary>
    /// <param name="known">The round of this id, of whatever society.</param>
    /// <param name="session">The round to start.</param>
    public static StartOutcome Again(ScanSession known, ScanSession session) =>
        known.Society == session.Society && known.User == session.User && known.Mode == session.Mode ? StartOutcome.AlreadyStarted : StartOutcome.Conflict;

    /// <summary>A target as a round begins with it.</summary>
    public static SessionTarget Fresh(SessionTarget target, int ordinal) =>
        target with { Ordinal = ordinal, Heard = HeardState.Nothing, HeardAt = null, RssiDbm = null, Late = false, Note = null };

    /// <summary>Carries out a change.</summary>
    public static ChangeResult Change(ScanSession session, SessionActor actor, SessionChange change)
    {
        var outcome = Check(session, actor, change);
        return new(outcome, outcome == SessionOutcome.Done ? Apply(session, actor, change) with { Version = session.Version + 1 } : session);
    }

    private static SessionOutcome Check(ScanSession session, SessionActor actor, SessionChange change)
    {
        var part = session.TakesPart(actor.Subject);
        var running = !session.HasEnded;
        return change.Action switch
        {
            SessionAction.Join when part => SessionOutcome.NoChange,
            SessionAction.Join when !running => SessionOutcome.WrongStatus,
            SessionAction.Join => session.Participants.Count < ScanSession.MaxParticipants || session.TookPart(actor.Subject) ? SessionOutcome.Done : SessionOutcome.Full,
            SessionAction.Leave => part ? SessionOutcome.Done : SessionOutcome.NoChange,
            _ when !part && !actor.Manages => session.User == actor.Subject && change.Action is SessionAction.Fail or SessionAction.Reopen ? CheckStatus(session, change) : SessionOutcome.NotTakingPart,
            SessionAction.Fail or SessionAction.Reopen when session.User != actor.Subject && !actor.Manages => SessionOutcome.NotStarter,
            _ => CheckStatus(session, change),
        };
    }

    private static SessionOutcome CheckStatus(ScanSession session, SessionChange change) => (change.Action, session.Status) switch
    {
        (SessionAction.Pause, SessionStatus.Active) => SessionOutcome.Done,
        (SessionAction.Pause, SessionStatus.Paused) => SessionOutcome.NoChange,
        (SessionAction.Resume, SessionStatus.Paused) => SessionOutcome.Done,
        (SessionAction.Resume, SessionStatus.Active) => SessionOutcome.NoChange,
        (SessionAction.Complete, SessionStatus.Active or SessionStatus.Paused) => SessionOutcome.Done,
        (SessionAction.Complete, SessionStatus.Completed) => SessionOutcome.NoChange,
        (SessionAction.Fail, SessionStatus.Failed) => SessionOutcome.NoChange,
        (SessionAction.Fail, not SessionStatus.Completed) => IsReason(change.Text) ? SessionOutcome.Done : SessionOutcome.BadText,
        (SessionAction.Reopen, SessionStatus.Completed or SessionStatus.Failed) => IsReason(change.Text) ? SessionOutcome.Done : SessionOutcome.BadText,
        (SessionAction.Reopen, SessionStatus.Active) => SessionOutcome.NoChange,
        (SessionAction.Rename, _) when change.Text == session.Name => SessionOutcome.NoChange,
        (SessionAction.Rename, _) => IsName(change.Text) ? SessionOutcome.Done : SessionOutcome.BadText,
        _ => SessionOutcome.WrongStatus,
    };

    /// <summary>True for a name a round can have.</summary>
    public static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= ScanSession.MaxName && !text.Any(char.IsControl);

    private static bool IsReason(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= ScanSession.MaxReason;

    private static ScanSession Apply(ScanSession session, SessionActor actor, SessionChange change)
    {
        var at = Timestamps.Stored(change.At);
        return change.Action switch
        {
            SessionAction.Pause => Stop(session, at) with { Status = SessionStatus.Paused },
            SessionAction.Complete => Stop(session, at) with { Status = SessionStatus.Completed, EndedAt = at },
            SessionAction.Fail => Stop(session, at) with { Status = SessionStatus.Failed, EndedAt = at, Reason = change.Text },
            SessionAction.Resume => session with { Status = SessionStatus.Active, ActiveSince = at },
            SessionAction.Reopen => session with { Status = SessionStatus.Active, ActiveSince = at, EndedAt = null, Reason = change.Text },
            SessionAction.Join => session with { Participants = [.. session.Participants.Where(p => p.Subject != actor.Subject), new(actor.Subject, actor.Name, at)] },
            SessionAction.Leave => session with { Participants = [.. session.Participants.Select(p => p.Subject == actor.Subject ? p with { LeftAt = at } : p)] },
            SessionAction.Rename => session with { Name = change.Text },
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Action, "Not an action."),
        };
    }

    private static ScanSession Stop(ScanSession session, DateTimeOffset at) => session with { ActiveBefore = session.Elapsed(at), ActiveSince = null };
}
