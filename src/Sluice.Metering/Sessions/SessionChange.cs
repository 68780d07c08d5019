using Sluice.Metering.Identity;

namespace Sluice.Metering.Sessions;

/// <summary>What can be done to a round as a whole.</summary>
public enum SessionAction
{
    /// <summary>Interrupt it.</summary>
    Pause = 0,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>End it as planned.</summary>
    Complete,

    /// <summary>Give it up, with a reason.</summary>
    Fail,

    /// <summary>Go on with one that has ended, with a reason.</summary>
    Reopen,

    /// <summary>Take part.</summary>
    Join,

    /// <summary>No longer take part.</summary>
    Leave,

    /// <summary>Give it another name.</summary>
    Rename,
}

/// <summary>A change somebody wants.</summary>
/// <param name="Action">What.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Text">The reason, or the new name.</param>
public sealed record SessionChange(SessionAction Action, DateTimeOffset At, string Text = "");

/// <summary>What became of a change.</summary>
public enum SessionOutcome
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>It was so already.</summary>
    NoChange,

    /// <summary>Not in the status the round is in.</summary>
    WrongStatus,

    /// <summary>It needs a reason (or a name), and one that is not too long.</summary>
    BadText,

    /// <summary>Only those who take part, or manage the society's rounds, may.</summary>
    NotTakingPart,

    /// <summary>Only who started the round, or manages the society's rounds, may.</summary>
    NotStarter,

    /// <summary>As many take part as a round can have.</summary>
    Full,

    /// <summary>There is no such round in the society.</summary>
    NoSession,
}

/// <summary>A change's outcome and the round after it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Session">The round as it is now; null for <see cref="SessionOutcome.NoSession"/>.</param>
public sealed record ChangeResult(SessionOutcome Outcome, ScanSession? Session);

/// <summary>What became of the start of a round.</summary>
public enum StartOutcome
{
    /// <summary>It has started.</summary>
    Started = 0,

    /// <summary>The same person started a round of this id and mode before; that one stays as it is.</summary>
    AlreadyStarted,

    /// <summary>Another round has this id.</summary>
    Conflict,
}

/// <summary>Who acts on a round.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Name">Their name; may be empty.</param>
/// <param name="Manages">True when they manage every round of the society.</param>
public sealed record SessionActor(string Subject, string Name, bool Manages)
{
    /// <summary>The caller of a scope.</summary>
    public static SessionActor Of(SocietyScope scope) => new(scope.Caller.Subject, scope.Caller.Name, Authorizer.Allows(scope.Caller.Role, Permission.SessionManage));
}
