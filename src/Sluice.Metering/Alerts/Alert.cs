using Sluice.Metering.Identity;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Alerts;

/// <summary>Something somebody should know or do. There is one alert per subject and rule: it is raised again, acknowledged, closed, and opened again.</summary>
public sealed record Alert
{
    /// <summary>The most events kept of an alert: the oldest ones go.</summary>
    public const int MaxEvents = 50;

    /// <summary>The longest note, characters.</summary>
    public const int MaxNote = 500;

    /// <summary>Given by the store, greater than 0; 0 before.</summary>
    public long Id { get; init; }

    /// <summary>The society.</summary>
    public required SocietyId Society { get; init; }

    /// <summary>What it is about: a meter (<c>KAM.90000001</c>) or a gateway's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The rule.</summary>
    public required RuleId Rule { get; init; }

    /// <summary>How urgent.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>What happens with it.</summary>
    public AlertState State { get; init; }

    /// <summary>When the condition was first seen since it was opened, UTC.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was seen last.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How often since it was opened.</summary>
    public long Count { get; init; } = 1;

    /// <summary>What fired, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What happened to it, oldest first.</summary>
    public IReadOnlyList<AlertEvent> History { get; init; } = [];

    /// <summary>Somebody closed it and did not want to hear of it before then; null: it may open again at once.</summary>
    public DateTimeOffset? QuietUntil { get; init; }
}

/// <summary>What happens with an alert. Numbers are stored.</summary>
public enum AlertState
{
    /// <summary>Nobody has looked at it.</summary>
    Open = 0,

    /// <summary>Somebody knows.</summary>
    Acknowledged,

    /// <summary>Over.</summary>
    Closed,
}

/// <summary>Something that happened to an alert.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="What">What.</param>
/// <param name="By">The subject of who did it; empty when it happened by itself.</param>
/// <param name="Note">What they wrote; may be empty.</param>
public sealed record AlertEvent(DateTimeOffset At, AlertAction What, string By = "", string Note = "");

/// <summary>What can happen to an alert. Numbers are stored.</summary>
public enum AlertAction
{
    /// <summary>It was opened.</summary>
    Opened = 0,

    /// <summary>It was closed and the condition came back.</summary>
    Reopened,

    /// <summary>Somebody took note.</summary>
    Acknowledged,

    /// <summary>Somebody closed it.</summary>
    Closed,

    /// <summary>The condition was gone for long enough.</summary>
    ClosedByItself,
}

/// <summary>A condition seen once: what raises alerts.</summary>
/// <param name="Subject">A meter or gateway, as <see cref="Alert.Subject"/>.</param>
/// <param name="Rule">A rule that raises alerts.</param>
/// <param name="At">When.</param>
public readonly record struct AlertSighting(string Subject, RuleId Rule, DateTimeOffset At);
