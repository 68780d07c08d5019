using Sluice.Metering.Identity;

namespace Sluice.Metering.Sessions;

/// <summary>A reading round (scan session). Its targets are fixed at the start and kept beside it.</summary>
public sealed record ScanSession
{
    /// <summary>The most targets.</summary>
    public const int MaxTargets = 50_000;

    /// <summary>The longest name.</summary>
    public const int MaxName = 100;

    /// <summary>The longest reason.</summary>
    public const int MaxReason = 500;

    /// <summary>The most people, those who left included.</summary>
    public const int MaxParticipants = 100;

    /// <summary>The most meters kept that were heard but are not targets.</summary>
    public const int MaxUnlisted = 100_000;

    /// <summary>Its id; the phone may have made it.</summary>
    public required SessionId Id { get; init; }

    /// <summary>The society.</summary>
    public required SocietyId Society { get; init; }

    /// <summary>The subject who started it.</summary>
    public required string User { get; init; }

    /// <summary>How it goes about its meters.</summary>
    public required ScanMode Mode { get; init; }

    /// <summary>What people call it, 1 to <see cref="MaxName"/> characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public SessionStatus Status { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was completed or failed, UTC; null while it is neither.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Since when it is active; null while it is not.</summary>
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>Time it was active before <see cref="ActiveSince"/>.</summary>
    public TimeSpan ActiveBefore { get; init; }

    /// <summary>Why it failed or was reopened, at most <see cref="MaxReason"/> characters; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who takes or took part, in the order of joining; the first one started it.</summary>
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>How many targets are in each state. Set by the store.</summary>
    public StateCounts Counts { get; init; }

    /// <summary>How many meters were heard that are not targets. Set by the store.</summary>
    public int Unlisted { get; init; }

    /// <summary>Rises with every change of the round itself (not of its targets); 1 once stored.</summary>
    public long Version { get; init; }

    /// <summary>How far it is.</summary>
    public Progress Progress => Progress.Of(Counts, Mode);

    /// <summary>True when it was completed or has failed.</summary>
    public bool HasEnded => Status is SessionStatus.Completed or SessionStatus.Failed;

    /// <summary>Time worked on it: pauses do not count.</summary>
    public TimeSpan Elapsed(DateTimeOffset now) => ActiveBefore + (ActiveSince is { } since && now > since ? now - since : TimeSpan.Zero);

    /// <summary>True when the subject takes part now.</summary>
    public bool TakesPart(string subject) => Participants.Any(p => p.Subject == subject && p.LeftAt is null);

    /// <summary>True when the subject takes part, or once did.</summary>
    public bool TookPart(string subject) => Participants.Any(p => p.Subject == subject);
}

/// <summary>Somebody who takes part in a round.</summary>
/// <param name="Subject">Who, as in the token.</param>
/// <param name="Name">Their name; may be empty.</param>
/// <param name="JoinedAt">Since when (last joined), UTC.</param>
/// <param name="LeftAt">When they left; null while they take part.</param>
public sealed record Participant(string Subject, string Name, DateTimeOffset JoinedAt, DateTimeOffset? LeftAt = null);
