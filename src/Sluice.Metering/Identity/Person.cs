namespace Sluice.Metering.Identity;

/// <summary>Somebody who can log in.</summary>
/// <param name="Subject">Names them in tokens, memberships and the audit log; never changes.</param>
/// <param name="Mail">Their mail address.</param>
/// <param name="Name">What people call them; may be empty.</param>
/// <param name="Role">What they are; which societies it holds for, the memberships say.</param>
public sealed record Person(string Subject, string Mail, string Name, Role Role)
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 200;

    /// <summary>The longest mail address.</summary>
    public const int MaxMail = 200;

    /// <summary>True: may not log in.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>False while an invitation was not accepted yet.</summary>
    public bool HasPassword { get; init; }

    /// <summary>True when they log in with a second factor.</summary>
    public bool HasMfa { get; init; }

    /// <summary>When they were invited.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they logged in last; null: never.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }
}

/// <summary>A log-in that is kept alive by a refresh token: a phone, a browser.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What it called itself.</param>
/// <param name="CreatedAt">When it logged in.</param>
/// <param name="LastUsedAt">When it fetched a token last.</param>
public sealed record Device(string Id, string Name, DateTimeOffset? CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>What to change of a person; null: leave it.</summary>
public sealed record PersonChange(string? Name = null, Role? Role = null, bool? IsDisabled = null);
