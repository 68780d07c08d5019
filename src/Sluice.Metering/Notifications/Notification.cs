using Sluice.Metering.Identity;

namespace Sluice.Metering.Notifications;

/// <summary>What is told to one person by one channel about one event.</summary>
public sealed record Notification
{
    /// <summary>Given by the store, rising; 0 before.</summary>
    public long Id { get; init; }

    /// <summary>The event; with person and channel it is unique, so that nobody is told twice.</summary>
    public required string Event { get; init; }

    /// <summary>The society; null: the installation.</summary>
    public required SocietyId? Society { get; init; }

    /// <summary>The person's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The channel's name, for example <c>mail</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>What is told.</summary>
    public required News News { get; init; }

    /// <summary>When it is due: at once, after the quiet hours, or with the next digest.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often sending failed.</summary>
    public int Attempts { get; init; }
}

/// <summary>Something that happened, in words for people.</summary>
/// <param name="Type">The event's type, for example <c>session.completed</c>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">What it means and what to do, a sentence or two; may be empty.</param>
/// <param name="Facts">Numbers and names, as label and value.</param>
/// <param name="Link">Where to look, as path and query on this server without the first slash; empty: its first page.</param>
/// <param name="Action">What the link is called, for example <c>Fetch the export</c>.</param>
/// <param name="IsUrgent">True: water is running.</param>
/// <param name="For">The subject of the only person it is for; null: everybody who may know.</param>
public sealed record News(string Type, DateTimeOffset At, string Title, string Text, IReadOnlyList<NewsFact> Facts, string Link = "", string Action = "Open Sluice", bool IsUrgent = false, string? For = null);

/// <summary>A number or a name.</summary>
public sealed record NewsFact(string Label, string Value);
